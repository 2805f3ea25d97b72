/** What the engine says beside its results, each sentence once; pure. */
import type { Shown } from '../state/stage-slice.ts';
import { finishedOf, type AnswerPair } from '../state/run.ts';

/** Sentences about the encoding on screen and the answers of this computer, but for those that are said elsewhere. */
export function notesOf(
  shown: Shown | null,
  pair: AnswerPair,
  elsewhere: readonly string[] = [],
): readonly string[] {
  const encoding = shown?.kind === 'live' ? (shown.encoding.notes ?? []) : [];
  const answers = [pair.full, pair.merged].flatMap((run) => finishedOf(run)?.result.notes ?? []);
  return [...new Set([...encoding, ...answers])].filter((note) => !elsewhere.includes(note));
}
