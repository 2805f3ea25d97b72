/** Asking, and the engine that answers. */
import { whyNoEngine, whyNoQuestions } from '../state/asking.ts';
import { isConversation, selectTurns, whyNotFollowUp } from '../state/conversation.ts';
import { selectImage, selectModelInfo, selectWorking } from '../state/selectors.ts';
import type { AppState } from '../state/store.ts';
import { selectSubject } from '../state/subject.ts';
import type { Command, CommandGroup } from './command.ts';
import { everywhereKey, menuKey, windowKey } from './keys.ts';
import { sweep, sweepSection } from './sweep.ts';
import { fasterDevice } from '../words/device-words.ts';
import { whyNotSubject } from '../words/subject-words.ts';
import { addToQuestion, askAlone } from './several.ts';

function whyNotAsk(state: AppState): string | null {
  const stopped = whyNoEngine(state);
  if (stopped !== null) return stopped;
  const info = selectModelInfo(state);
  if (info === null) return 'No model is loaded yet.';
  if (selectImage(state) === null) return 'No image is open.';
  const reason = whyNoQuestions(info) ?? whyNotSubject(selectSubject(state), info);
  if (reason !== null) return reason;
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

export const followUp: Command = {
  id: 'follow-up',
  label: 'Follow up',
  words: 'conversation turn history again next question chat',
  keys: [menuKey('Mod+Shift+J')],
  whyNot: (state) => whyNotAsk(state) ?? whyNotFollowUp(state),
  run: ({ store, session }) => void session.conversation.followUp(store.getState().question),
};

export const newConversation: Command = {
  id: 'new-conversation',
  label: 'New conversation',
  words: 'clear answers turns begin anew put away',
  keys: [menuKey('Mod+Shift+N')],
  whyNot: (state) => (isConversation(state) ? null : 'Nothing has been asked about this yet.'),
  run: ({ session }) => session.conversation.begin(),
};

export const takeTurnBack: Command = {
  id: 'take-turn-back',
  label: 'Take the last turn back',
  words: 'undo conversation follow up remove',
  whyNot: (state) => (selectTurns(state).length > 0 ? null : 'There is no turn before these answers.'),
  run: ({ session }) => session.conversation.takeBack(),
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
  whyNot: ({ engine }) => (engine.kind === 'gone' ? engine.cause : null),
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
    [ask, followUp, measure, sweep, stop, focusQuestion],
    [newConversation, takeTurnBack, addToQuestion, askAlone],
    sweepSection,
    [sample, measureByItself],
    [restartEngine, tryFasterDevice],
  ],
};
