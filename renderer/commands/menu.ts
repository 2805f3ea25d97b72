/** The application menu as data, from the table of commands; kept in step with the state. */
import type { DymuBridge, MenuEntry, MenuGroup } from '../../electron/bridge.ts';
import type { AppState } from '../state/store.ts';
import { whyNot, type Command } from './command.ts';
import { acceleratorOf } from './keys.ts';
import { commandGroups, commands } from './table.ts';

export function menuOf(state: AppState): readonly MenuGroup[] {
  return commandGroups.map(({ title, sections }) => ({
    title,
    sections: sections.map((section) => {
      const choice = section.length > 1 && section.every(({ checked }) => checked !== undefined);
      return section.map((command) => entryOf(command, state, choice));
    }),
  }));
}

function entryOf(command: Command, state: AppState, choice: boolean): MenuEntry {
  const { id, label, keys = [], checked } = command;
  const key = keys.find(({ heard }) => heard === 'menu') ?? keys[0];
  return {
    id,
    label,
    enabled: whyNot(command, state) === null,
    mark: checked === undefined ? 'none' : choice ? 'choice' : 'switch',
    checked: checked?.(state) ?? false,
    key: key === undefined ? null : { accelerator: acceleratorOf(key), acts: key.heard === 'menu' },
  };
}

interface Watched {
  readonly getState: () => AppState;
  readonly subscribe: (listener: (state: AppState) => void) => () => void;
}

/** Sends the menu now and whenever an entry changes. Ends with the function that it returns. */
export function keepMenu(view: Watched, bridge: DymuBridge): () => void {
  let sent = '';
  const tell = (state: AppState) => {
    const stamp = stampOf(state);
    if (stamp === sent) return;
    sent = stamp;
    void bridge.setMenu(menuOf(state));
  };
  tell(view.getState());
  return view.subscribe(tell);
}

/** A short string that changes when an entry of the menu does: most changes of the state, such as the pointer's, change none. */
function stampOf(state: AppState): string {
  const letter = (command: Command) => {
    if (whyNot(command, state) !== null) return 'x';
    return command.checked?.(state) === true ? 'c' : '-';
  };
  return commands.map(letter).join('');
}
