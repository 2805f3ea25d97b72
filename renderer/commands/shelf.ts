/** The shelf: its order, closing and opening again. */
import type { AppState } from '../state/store.ts';
import { sortWords } from '../words/shelf-words.ts';
import type { Command } from './command.ts';
import { menuKey } from './keys.ts';

export const closeImage: Command = {
  id: 'close-image',
  label: 'Close the image',
  keys: [menuKey('Mod+W')],
  whyNot: ({ choices }) => (choices.selected === null ? 'No image is open.' : null),
  run: ({ store, session }) => {
    const { selected } = store.getState().choices;
    if (selected !== null) session.closing.close([selected]);
  },
};

const none = ({ images }: AppState) => (images.length === 0 ? 'No image is open.' : null);

export const closeAllImages: Command = {
  id: 'close-all-images',
  label: 'Close all images',
  words: 'shelf empty clear',
  keys: [menuKey('Mod+Shift+W')],
  whyNot: none,
  run: ({ store, session }) => session.closing.close(store.getState().images.map(({ id }) => id)),
};

export const reopenImages: Command = {
  id: 'reopen-images',
  label: 'Open again what was closed',
  words: 'undo close shelf image',
  keys: [menuKey('Mod+Shift+T')],
  whyNot: ({ closedImages }) => (closedImages === 0 ? 'No image has been closed.' : null),
  run: ({ session }) => session.closing.reopen(),
};

export const sortShelf: readonly Command[] = sortWords.map(({ value, label }) => ({
  id: `shelf-${value}`,
  label: `Images ${label}`,
  words: 'sort order shelf',
  checked: ({ shelfSort }) => shelfSort === value,
  run: ({ store }) => store.getState().setShelfSort(value),
}));
