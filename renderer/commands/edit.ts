/** Taking back. */
import type { Command, CommandGroup } from './command.ts';
import { everywhereKey, windowKey } from './keys.ts';

// In a text field the same keys undo the typing, so the menu must not take them.
export const undo: Command = {
  id: 'undo',
  label: 'Undo',
  keys: [windowKey('Mod+Z')],
  whyNot: ({ history }) => (history.past.length === 0 ? 'There is nothing to undo.' : null),
  run: ({ store }) => store.getState().undo(),
};

export const redo: Command = {
  id: 'redo',
  label: 'Redo',
  keys: [windowKey('Mod+Shift+Z'), windowKey('Mod+Y')],
  whyNot: ({ history }) => (history.future.length === 0 ? 'There is nothing to redo.' : null),
  run: ({ store }) => store.getState().redo(),
};

export const unpin: Command = {
  id: 'unpin',
  label: 'Unpin the token',
  words: 'group',
  keys: [everywhereKey('Escape')],
  whyNot: ({ choices }) => (choices.pin === null ? 'No token is pinned.' : null),
  run: ({ store }) => store.getState().choose({ pin: null }),
};

export const editCommands: CommandGroup = { title: 'Edit', sections: [[undo, redo], [unpin]] };
