/** Several pictures in one question: which, and back to one. */
import { selectImage } from '../state/selectors.ts';
import { sortedShelf } from '../state/shelf-order.ts';
import type { AppState } from '../state/store.ts';
import { selectSubject, toggled } from '../state/subject.ts';
import type { Command } from './command.ts';

/** The next one of the shelf that is not in the question yet, from the one on the stage on. */
function nextPicture(state: AppState): string | null {
  const single = state.images.filter(({ frame }) => frame === undefined);
  const order = sortedShelf(single, state.counts, state.shelfSort).map(({ id }) => id);
  const inIt = new Set(selectSubject(state)?.images.map(({ id }) => id));
  const from = order.indexOf(state.choices.selected ?? '');
  return [...order.slice(from + 1), ...order.slice(0, Math.max(0, from))].find((id) => !inIt.has(id)) ?? null;
}

export const addToQuestion: Command = {
  id: 'add-to-question',
  label: 'Ask about the next picture, too',
  words: 'several images multiple select add more question',
  whyNot: (state) => {
    if (selectImage(state) === null) return 'No image is open.';
    if (selectSubject(state)?.kind === 'video') return 'A video is asked about by itself.';
    return nextPicture(state) === null ? 'All pictures are in the question.' : null;
  },
  run: ({ store }) => {
    const state = store.getState();
    const next = nextPicture(state);
    if (next !== null) state.choose({ ...toggled(state.choices, next), pin: null });
  },
};

export const askAlone: Command = {
  id: 'ask-alone',
  label: 'Ask about one picture again',
  words: 'several images multiple select clear single',
  whyNot: (state) =>
    selectSubject(state)?.kind === 'images' ? null : 'The question is about one picture already.',
  run: ({ store }) => store.getState().choose({ chosen: [] }),
};
