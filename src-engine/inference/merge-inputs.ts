/** A merge rule as the merged vision graph takes it: one threshold and one limit per executed layer. */
import type { MergeRule } from '../reduction/plan.ts';

export interface MergeInputs {
  readonly thresholds: Float32Array; // [L_x]
  readonly limits: Int32Array; // [L_x]
}

/** No cosine, however rounded, reaches this. */
const off = 1e30;
/** Every cosine is above this; the score of a class token, which never merges, is not. */
const always = -2;
const unlimited = 2 ** 30;

export function mergeInputs(rule: MergeRule): MergeInputs {
  if (rule.by === 'count') {
    return {
      thresholds: new Float32Array(rule.rows.length).fill(always),
      limits: Int32Array.from(rule.rows),
    };
  }
  return {
    thresholds: Float32Array.from(rule.thresholds, (threshold) => (threshold >= 1 ? off : threshold)),
    limits: new Int32Array(rule.thresholds.length).fill(unlimited),
  };
}
