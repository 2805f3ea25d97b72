/** Commands as a menu of the window: their words, keys, marks, and whether they can run now. */
import { Check } from 'lucide-react';
import { Fragment } from 'react';
import { Menu, MenuItem, MenuSection, Separator, Text } from 'react-aria-components';
import { whyNot, type Command } from '../commands/command.ts';
import { isMac, spokenKey } from '../commands/keys.ts';
import type { AppState } from '../state/store.ts';
import { useAppStore, useCommand } from './context.ts';

interface Props {
  readonly label: string;
  /** A line stands between them. In one where every command has `checked` and there are several, exactly one is. */
  readonly sections: readonly (readonly Command[])[];
  /** For one that no button opens: such a button would close it again. */
  readonly onClose?: () => void;
}

export function CommandMenu({ label, sections, onClose }: Props) {
  const store = useAppStore();
  const command = useCommand();
  const state = store.getState(); // as the menu was opened
  const all = sections.flat();
  const marked = all.some(({ checked }) => checked !== undefined);

  function choose(id: string): void {
    const chosen = all.find((each) => each.id === id);
    // When the menu has gone and has given the keyboard back: the command may want it elsewhere.
    if (chosen !== undefined) setTimeout(() => command(chosen), 0);
  }

  return (
    <Menu
      className="menu"
      aria-label={label}
      {...(onClose === undefined ? {} : { onClose, autoFocus: 'first' as const })}
      disabledKeys={all.filter((each) => whyNot(each, state) !== null).map(({ id }) => id)}
      onAction={(key) => choose(String(key))}
    >
      {sections
        .filter((section) => section.length > 0)
        .map((section, at) => (
          <Fragment key={section[0]?.id}>
            {at === 0 ? null : <Separator className="menu-line" />}
            <Section label={label} section={section} state={state} marked={marked} />
          </Fragment>
        ))}
    </Menu>
  );
}

interface SectionProps {
  readonly label: string;
  readonly section: readonly Command[];
  readonly state: AppState;
  /** Whether any entry of the menu can have a mark: the words of all begin at one line. */
  readonly marked: boolean;
}

function Section({ label, section, state, marked }: SectionProps) {
  const marks = section.some(({ checked }) => checked !== undefined);
  const choice = section.length > 1 && section.every(({ checked }) => checked !== undefined);
  const items = section.map((each) => <Entry key={each.id} command={each} marked={marked} />);
  if (!marks) return <MenuSection aria-label={label}>{items}</MenuSection>;
  return (
    <MenuSection
      aria-label={label}
      selectionMode={choice ? 'single' : 'multiple'}
      selectedKeys={section.filter(({ checked }) => checked?.(state) === true).map(({ id }) => id)}
    >
      {items}
    </MenuSection>
  );
}

function Entry({
  command: { id, label, keys = [] },
  marked,
}: {
  readonly command: Command;
  readonly marked: boolean;
}) {
  const [key] = keys;
  return (
    <MenuItem id={id} className="menu-item" textValue={label}>
      {({ isSelected }) => (
        <>
          {marked ? (
            <span className="menu-mark">{isSelected ? <Check aria-hidden size="0.875rem" /> : null}</span>
          ) : null}
          <Text slot="label">{label}</Text>
          {key === undefined ? null : <kbd aria-hidden>{spokenKey(key, isMac())}</kbd>}
        </>
      )}
    </MenuItem>
  );
}
