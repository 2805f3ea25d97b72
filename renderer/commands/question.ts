/** Asking, and the engine that answers. */
import { selectAnswering, selectImage, selectModelInfo } from '../state/selectors.ts';
import type { Command, CommandGroup } from './command.ts';
import { everywhereKey, menuKey, windowKey } from './keys.ts';

export const ask: Command = {
  id: 'ask',
  label: 'Ask the question',
  words: 'answer compare run',
  keys: [menuKey('Mod+Enter')],
  whyNot: (state) => {
    if (selectModelInfo(state) === null) return 'No model is loaded yet.';
    if (selectImage(state) === null) return 'No image is open.';
    return state.question.trim() === '' ? 'The question is empty.' : null;
  },
  run: ({ store, session }) => void session.ask(store.getState().question),
};

export const stop: Command = {
  id: 'stop',
  label: 'Stop the answers',
  words: 'cancel abort',
  keys: [everywhereKey('Escape')],
  whyNot: (state) => (selectAnswering(state) ? null : 'Nothing is being answered.'),
  run: ({ session }) => session.stop(),
};

export const focusQuestion: Command = {
  id: 'focus-question',
  label: 'Go to the question',
  words: 'field focus type',
  keys: [windowKey('/'), menuKey('Mod+L')],
  run: ({ store, controls }) => {
    store.getState().setView('explore');
    controls.focusQuestion();
  },
};

export const restartEngine: Command = {
  id: 'restart-engine',
  label: 'Restart the engine',
  words: 'process crash',
  run: ({ session }) => void session.restartEngine(),
};

export const questionCommands: CommandGroup = {
  title: 'Question',
  sections: [[ask, stop, focusQuestion], [restartEngine]],
};
