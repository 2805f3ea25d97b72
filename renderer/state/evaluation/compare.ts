/** Modes that two runs have in common. Pure. */
import type { EvaluatedMode, EvaluateResult } from '../../../src-engine/engine.ts';

export interface ComparedMode {
  readonly mode: string;
  readonly own: EvaluatedMode;
  readonly theirs: EvaluatedMode;
  /** The intervals share a number. */
  readonly overlap: boolean;
}

/** In the order of the first. */
export function comparedModes(own: EvaluateResult, other: EvaluateResult): readonly ComparedMode[] {
  return own.rows.flatMap((row) => {
    const theirs = other.rows.find(({ mode }) => mode === row.mode);
    if (theirs === undefined) return [];
    const overlap = row.ci[0] <= theirs.ci[1] && theirs.ci[0] <= row.ci[1];
    return [{ mode: row.mode, own: row, theirs, overlap }];
  });
}
