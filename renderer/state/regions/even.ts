/** Which answer with regions there is to compare, and what it was compared with. Pure. */
import { isSteered } from '../../../src-engine/report/even-answer.ts';
import { whyNoEngine } from '../asking.ts';
import { finishedOf, type Finished } from '../run.ts';
import { selectAnswers } from '../selectors.ts';
import type { AppState } from '../store.ts';
import type { Even } from './even-slice.ts';

/** The newest whole answer of the selected picture, if regions had a part in it. */
export function selectSteeredAnswer(state: AppState): Finished | null {
  const finished = finishedOf(selectAnswers(state).merged);
  return finished !== null && isSteered(finished.asked.reduction) ? finished : null;
}

/** Null where none was asked for, or for an answer that is no longer on screen. */
export function selectEven(state: AppState): Even | null {
  const { selected } = state.choices;
  const even = selected === null ? undefined : state.evens[selected];
  return even !== undefined && even.steered.result === selectSteeredAnswer(state)?.result ? even : null;
}

export function whyNotEven(state: AppState): string | null {
  const stopped = whyNoEngine(state);
  if (stopped !== null) return stopped;
  if (selectSteeredAnswer(state) === null) return 'Ask a question with regions first.';
  return selectEven(state)?.kind === 'running' ? 'It is being answered.' : null;
}
