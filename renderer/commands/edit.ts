/** Taking back. */
import type { AppState } from '../state/store.ts';
import type { Command, CommandGroup } from './command.ts';
import { resetSettings, showSettings } from './settings.ts';
import { everywhereKey, windowKey } from './keys.ts';

/** The collection has choices of its own, and each view takes back its own. */
function historyOf({ view, history, collectionHistory }: AppState) {
  return view === 'collection' ? collectionHistory : history;
}

// In a text field the same keys undo the typing, so the menu must not take them.
export const undo: Command = {
  id: 'undo',
  label: 'Undo',
  keys: [windowKey('Mod+Z')],
  whyNot: (state) => (historyOf(state).past.length === 0 ? 'There is nothing to undo.' : null),
  run: ({ store }) => {
    const { view, undo: back, undoCollection } = store.getState();
    if (view === 'collection') undoCollection();
    else back();
  },
};

export const redo: Command = {
  id: 'redo',
  label: 'Redo',
  keys: [windowKey('Mod+Shift+Z'), windowKey('Mod+Y')],
  whyNot: (state) => (historyOf(state).future.length === 0 ? 'There is nothing to redo.' : null),
  run: ({ store }) => {
    const { view, redo: forward, redoCollection } = store.getState();
    if (view === 'collection') redoCollection();
    else forward();
  },
};

export const unpin: Command = {
  id: 'unpin',
  label: 'Unpin the token',
  words: 'group',
  keys: [everywhereKey('Escape')],
  whyNot: ({ choices }) => (choices.pin === null ? 'No token is pinned.' : null),
  run: ({ store }) => store.getState().choose({ pin: null }),
};

export const editCommands: CommandGroup = {
  title: 'Edit',
  sections: [[undo, redo], [unpin], [showSettings, resetSettings]],
};
