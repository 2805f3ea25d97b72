/** Every command by its words: type, choose with the arrow keys, run with Enter. Those that cannot run now say why. */
import { Search } from 'lucide-react';
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
  Text,
} from 'react-aria-components';
import { useApp, useAppStore, useCommand } from '../app/context.ts';
import { whyNot, type Command } from '../commands/command.ts';
import { showCommands } from '../commands/help.ts';
import { isMac, spokenKey } from '../commands/keys.ts';
import { commandById, commandGroups } from '../commands/table.ts';
import type { AppState } from '../state/store.ts';

const selectOpen = (state: AppState) => state.dialog === 'commands';

export function CommandPalette() {
  const open = useApp(selectOpen);
  const store = useAppStore();
  const command = useCommand();

  function choose(id: string): void {
    const chosen = commandById(id);
    store.getState().setDialog(null);
    // When the dialog has gone and has given the keyboard back: the command may want it elsewhere.
    if (chosen !== undefined) setTimeout(() => command(chosen), 0);
  }

  return (
    <ModalOverlay
      className="modal-veil palette-veil"
      isOpen={open}
      onOpenChange={(next) => store.getState().setDialog(next ? 'commands' : null)}
      isDismissable
    >
      <Modal className="modal palette">
        <Dialog className="palette-dialog" aria-label="Commands">
          <Autocomplete filter={matches}>
            <SearchField className="palette-search" aria-label="Search commands" autoFocus>
              <Search aria-hidden size="1rem" />
              <Input placeholder="Search commands" />
            </SearchField>
            {/* The list has the arrow keys without the focus; whoever tabs into it can scroll it, too. */}
            <div className="palette-list" role="group" aria-label="Commands found" tabIndex={0}>
              <Menu
                className="menu palette-menu"
                aria-label="Commands"
                onAction={(key) => choose(String(key))}
                renderEmptyState={() => <p className="palette-empty muted">No command matches.</p>}
              >
                {commandGroups.map(({ title, sections }) => (
                  <MenuSection key={title}>
                    <Header className="palette-title">{title}</Header>
                    {sections
                      .flat()
                      .filter((each) => each !== showCommands)
                      .map((each) => (
                        <Entry key={each.id} command={each} group={title} state={store.getState()} />
                      ))}
                  </MenuSection>
                ))}
              </Menu>
            </div>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

interface EntryProps {
  readonly command: Command;
  readonly group: string;
  readonly state: AppState; // as the palette was opened
}

function Entry({ command, group, state }: EntryProps) {
  const { id, label, keys = [], words = '', checked } = command;
  const reason = whyNot(command, state);
  const [key] = keys;
  return (
    <MenuItem
      id={id}
      className="menu-item palette-item"
      textValue={`${label} ${words} ${group}`}
      isDisabled={reason !== null}
    >
      <Text slot="label">{label}</Text>
      {checked?.(state) === true ? <span className="palette-on">on</span> : null}
      {reason === null ? null : <Text slot="description">{reason}</Text>}
      {key === undefined ? null : <kbd>{spokenKey(key, isMac())}</kbd>}
    </MenuItem>
  );
}

/** Every word that was typed begins a word of the command. */
function matches(text: string, typed: string): boolean {
  const words = text.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((part) => words.some((word) => word.startsWith(part)));
}
