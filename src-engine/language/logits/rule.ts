/** What a rule on scores is. Rules work in place and in float32, as the reference does; an id beyond the scores is no token of the model. */
import type { TokenHistory } from './history.ts';

/** @param scores [V] of the next token, changed in place; -Infinity forbids a token */
export type LogitsRule = (scores: Float32Array, history: TokenHistory) => void;

export const forbidden = Number.NEGATIVE_INFINITY;

/** Writes past the end of a typed array vanish, and so do those at -1. */
export function forbid(scores: Float32Array, ids: Iterable<number>): void {
  for (const id of ids) if (id >= 0 && id < scores.length) scores[id] = forbidden;
}

/** Forbids all but these, which become equal. */
export function force(scores: Float32Array, ids: Iterable<number>): void {
  scores.fill(forbidden);
  for (const id of ids) if (id < scores.length) scores[id] = 0;
}
