/** Every command by its words: type, choose with the arrow keys, run with Enter. Those that cannot run now say why. */
import { Search } from 'lucide-react';
import { useState } from 'react';
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
import { whyNot } from '../commands/command.ts';
import { showCommands } from '../commands/help.ts';
import { isMac, spokenKey } from '../commands/keys.ts';
import { found, type Listed } from '../commands/palette-order.ts';
import { commandById, commandGroups } from '../commands/table.ts';
import type { AppState } from '../state/store.ts';

const selectOpen = (state: AppState) => state.dialog === 'commands';

const all: readonly Listed[] = commandGroups.flatMap(({ title, sections }) =>
  sections
    .flat()
    .filter((command) => command !== showCommands)
    .map((command) => ({ command, group: title })),
);

export function CommandPalette() {
  const open = useApp(selectOpen);
  const store = useAppStore();
  return (
    <ModalOverlay
      className="modal-veil palette-veil"
      isOpen={open}
      onOpenChange={(next) => store.getState().setDialog(next ? 'commands' : null)}
      isDismissable
    >
      <Modal className="modal palette">
        <Dialog className="palette-dialog" aria-label="Commands">
          <Finder />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Begins anew whenever the palette is opened. */
function Finder() {
  const store = useAppStore();
  const command = useCommand();
  const [typed, setTyped] = useState('');
  const { recentCommands } = store.getState(); // as the palette was opened
  const looking = typed.trim() !== '';

  function choose(id: string): void {
    const chosen = commandById(id);
    store.getState().setDialog(null);
    if (chosen === undefined) return;
    store.getState().noteCommand(id);
    // When the dialog has gone and has given the keyboard back: the command may want it elsewhere.
    setTimeout(() => command(chosen), 0);
  }

  return (
    <Autocomplete inputValue={typed} onInputChange={setTyped}>
      <SearchField
        className="palette-search"
        aria-label="Search commands"
        autoFocus
        onKeyDown={({ key }) => {
          // Also where something was typed: else the first press would only empty the field.
          if (key === 'Escape') store.getState().setDialog(null);
        }}
      >
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
          {looking
            ? found(all, typed, recentCommands).map((each) => (
                <Entry key={each.command.id} {...each} state={store.getState()} names />
              ))
            : sectionsOf(recentCommands).map(({ title, listed }) => (
                <MenuSection key={title}>
                  <Header className="palette-title">{title}</Header>
                  {listed.map((each) => (
                    <Entry key={each.command.id} {...each} state={store.getState()} />
                  ))}
                </MenuSection>
              ))}
        </Menu>
      </div>
    </Autocomplete>
  );
}

/** The menus, and before them what was chosen here last; nothing stands twice. */
function sectionsOf(recent: readonly string[]) {
  const last = recent.flatMap((id) => all.filter(({ command }) => command.id === id));
  const menus = commandGroups.map(({ title }) => ({
    title,
    listed: all.filter((each) => each.group === title && !last.includes(each)),
  }));
  return [{ title: 'Recent', listed: last }, ...menus].filter(({ listed }) => listed.length > 0);
}

interface EntryProps extends Listed {
  readonly state: AppState; // as the palette was opened
  /** Whether it names its menu, as no heading does. */
  readonly names?: boolean;
}

function Entry({ command, group, state, names = false }: EntryProps) {
  const { id, label, keys = [], checked } = command;
  const reason = whyNot(command, state);
  const [key] = keys;
  return (
    <MenuItem id={id} className="menu-item palette-item" textValue={label} isDisabled={reason !== null}>
      <Text slot="label">{label}</Text>
      {checked?.(state) === true ? <span className="palette-on">on</span> : null}
      {reason === null ? null : <Text slot="description">{reason}</Text>}
      <span className="palette-end">
        {names ? <span className="palette-menu-name">{group}</span> : null}
        {key === undefined ? null : <kbd>{spokenKey(key, isMac())}</kbd>}
      </span>
    </MenuItem>
  );
}
