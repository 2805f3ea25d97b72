/** Goes on with a conversation, puts one away, takes a turn back. What is put away can be had back. */
import { selectTurns, turnOnScreen, whyNotFollowUp } from '../state/conversation.ts';
import { idlePair } from '../state/run.ts';
import { selectAnswers } from '../state/selectors.ts';
import { selectSubjectKey } from '../state/subject.ts';
import type { Deps } from './deps.ts';

export interface Conversation {
  /** Puts the question behind the answers on screen. */
  readonly followUp: (question: string) => Promise<void>;
  /** Neither turns nor answers are on screen afterwards; the notice brings them back. */
  readonly begin: () => void;
  /** The answers on screen go, and those of the turn before are there again. */
  readonly takeBack: () => void;
}

export function createConversation(
  { store }: Pick<Deps, 'store'>,
  { ask, stop }: { readonly ask: (question: string) => Promise<void>; readonly stop: () => void },
): Conversation {
  /** Of what is on screen now, to have it again. */
  function remember(): () => void {
    const state = store.getState();
    const key = selectSubjectKey(state);
    const [turns, pair, measurement] = [
      selectTurns(state),
      selectAnswers(state),
      state.measurements[key] ?? null,
    ];
    return () => {
      stop();
      const { setTurns, setPair, setMeasurement } = store.getState();
      setTurns(key, turns);
      setPair(key, pair);
      setMeasurement(key, measurement);
    };
  }

  return {
    followUp: async (question) => {
      const state = store.getState();
      const reason = whyNotFollowUp(state);
      const turn = turnOnScreen(state);
      if (question.trim() === '') return;
      if (reason !== null || turn === null) {
        state.notify('info', reason ?? 'There is nothing to follow up on.');
        return;
      }
      const key = selectSubjectKey(state);
      state.setTurns(key, [...selectTurns(state), turn]);
      state.setPair(key, idlePair);
      state.setMeasurement(key, null);
      await ask(question);
    },
    begin: () => {
      const state = store.getState();
      const key = selectSubjectKey(state);
      const count = selectTurns(state).length + 1;
      stop();
      const back = remember();
      state.setTurns(key, []);
      state.setPair(key, idlePair);
      state.setMeasurement(key, null);
      const words =
        count === 1 ? 'The answers are put away.' : `A conversation of ${count} turns is put away.`;
      state.notify('info', words, { action: { label: 'Undo', run: back } });
    },
    takeBack: () => {
      const state = store.getState();
      const turns = selectTurns(state);
      const last = turns.at(-1);
      if (last === undefined) return;
      stop();
      const back = remember();
      const key = selectSubjectKey(state);
      state.setTurns(key, turns.slice(0, -1));
      state.setPair(key, last);
      state.setMeasurement(key, null);
      state.setQuestion(last.merged.asked.question, true);
      state.notify('info', 'The last turn is taken back.', { action: { label: 'Undo', run: back } });
    },
  };
}
