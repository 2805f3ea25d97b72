/** Asking, and the engine that answers. */
import { selectImage, selectModelInfo, selectWorking } from '../state/selectors.ts';
import type { AppState } from '../state/store.ts';
import type { Command, CommandGroup } from './command.ts';
import { everywhereKey, menuKey, windowKey } from './keys.ts';
import { sweep, sweepSection } from './sweep.ts';
import { fasterDevice } from '../words/device-words.ts';

function whyNotAsk(state: AppState): string | null {
  if (selectModelInfo(state) === null) return 'No model is loaded yet.';
  if (selectImage(state) === null) return 'No image is open.';
  return state.question.trim() === '' ? 'The question is empty.' : null;
}

export const ask: Command = {
  id: 'ask',
  label: 'Ask the question',
  words: 'answer compare run',
  keys: [menuKey('Mod+Enter')],
  whyNot: whyNotAsk,
  run: ({ store, session }) => void session.ask(store.getState().question),
};

export const measure: Command = {
  id: 'measure',
  label: 'Measure',
  words: 'repeat speed median spread time benchmark verdict',
  keys: [menuKey('Mod+Shift+Enter')],
  whyNot: whyNotAsk,
  run: ({ session }) => void session.measure(),
};

export const measureByItself: Command = {
  id: 'measure-by-itself',
  label: 'Measure by itself after an answer',
  words: 'automatic idle background speed',
  checked: ({ autoMeasure }) => autoMeasure,
  run: ({ store }) => {
    const { autoMeasure, setAutoMeasure } = store.getState();
    setAutoMeasure(!autoMeasure);
  },
};

export const sample: Command = {
  id: 'sample',
  label: 'Sample the answers',
  words: 'greedy sampling temperature random seed tokens chosen',
  checked: ({ choices }) => choices.sampling === 'sample',
  run: ({ store }) => {
    const { choices, choose } = store.getState();
    choose({ sampling: choices.sampling === 'sample' ? 'greedy' : 'sample' });
  },
};

export const stop: Command = {
  id: 'stop',
  label: 'Stop the answers',
  words: 'cancel abort measuring',
  keys: [everywhereKey('Escape')],
  whyNot: (state) => (selectWorking(state) ? null : 'Nothing is being answered or measured.'),
  run: ({ session }) => session.stop(),
};

export const focusQuestion: Command = {
  id: 'focus-question',
  label: 'Go to the question',
  words: 'field focus type',
  keys: [windowKey('/'), menuKey('Mod+L')],
  run: ({ store, controls }) => {
    const state = store.getState();
    state.setView('explore');
    state.setPresentation(false);
    if (!state.openPanes.dialogue) state.setPaneOpen('dialogue', true);
    setTimeout(controls.focusQuestion); // what has just been opened is there then
  },
};

export const restartEngine: Command = {
  id: 'restart-engine',
  label: 'Restart the engine',
  words: 'process crash',
  run: ({ session }) => void session.restartEngine(),
};

export const tryFasterDevice: Command = {
  id: 'faster-device',
  label: fasterDevice,
  words: 'gpu graphics processor webgpu crash',
  whyNot: ({ engine }) =>
    engine.devices === 'processor' ? null : 'The engine may use every device that passes its check.',
  run: ({ session }) => void session.restartEngine('all'),
};

export const questionCommands: CommandGroup = {
  title: 'Question',
  sections: [
    [ask, measure, sweep, stop, focusQuestion],
    sweepSection,
    [sample, measureByItself],
    [restartEngine, tryFasterDevice],
  ],
};
