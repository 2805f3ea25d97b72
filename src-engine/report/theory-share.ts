/** Multiply-adds until the first token, computed from shapes: a theory beside the measurements, never in their place. */
import type { AnswerResult } from '../engine.ts';

/** Of the reduced answer, as a share of the full one. */
export function theoryShare(full: AnswerResult, reduced: AnswerResult): number {
  const sum = ({ theory }: AnswerResult) => theory.encode + theory.prefill;
  return sum(reduced) / Math.max(sum(full), Number.EPSILON);
}
