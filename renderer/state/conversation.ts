/** Turns of a conversation: those behind the answers on screen, each way with answers of its own. Pure. */
import type { Turn } from '../../src-engine/engine.ts';
import type { TurnPair } from './answers-slice.ts';
import { finishedPair } from './measurement.ts';
import { idlePair, type PaneName } from './run.ts';
import { selectAnswers, selectModelInfo } from './selectors.ts';
import type { AppState } from './store.ts';
import { selectSubjectKey } from './subject.ts';

/** What the model is told of them. */
export function turnsOf(turns: readonly TurnPair[], pane: PaneName): readonly Turn[] {
  return turns.map((turn) => {
    const { asked, result } = turn[pane];
    return { question: asked.question, answer: result.text.trim() };
  });
}

const none: readonly TurnPair[] = [];

export function selectTurns(state: AppState): readonly TurnPair[] {
  return state.turns[selectSubjectKey(state)] ?? none;
}

/** The answers on screen as a turn that another question can go on from; null while they are not whole. */
export function turnOnScreen(state: AppState): TurnPair | null {
  const pair = finishedPair(selectAnswers(state));
  if (pair === null) return null;
  return { full: { kind: 'done', ...pair.full }, merged: { kind: 'done', ...pair.merged } };
}

/** Why the next question cannot go on from the answers on screen, as a sentence; null where it can. */
export function whyNotFollowUp(state: AppState): string | null {
  const info = selectModelInfo(state);
  if (info === null) return 'No model is loaded yet.';
  if (!info.takes.followUps)
    return `${info.name} answers single questions: its chat template leaves earlier turns out.`;
  const turn = turnOnScreen(state);
  if (turn === null) return 'There is no whole pair of answers of this computer to follow up on.';
  return turn.merged.asked.model === info.directory
    ? null
    : 'Another model gave the answers on screen: ask this one first.';
}

/** Whether there is anything to put away. */
export function isConversation(state: AppState): boolean {
  return selectTurns(state).length > 0 || selectAnswers(state) !== idlePair;
}
