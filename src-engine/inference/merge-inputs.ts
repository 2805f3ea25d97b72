/** A merge rule as the merged vision graph takes it: one threshold and one limit per executed layer, or one threshold a patch. */
import type { MergeRule, SteerPlan } from '../reduction/plan.ts';
import { patchThresholds, regionOfPatches } from '../reduction/steering/regions.ts';
import type { Covered } from '../reduction/steering/regions.ts';

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
    thresholds: Float32Array.from(rule.thresholds, offFromOne),
    limits: new Int32Array(rule.thresholds.length).fill(unlimited),
  };
}

export interface SteerInputs {
  readonly patchThresholds: Float32Array; // [L_x, N0]
  readonly limits: Int32Array; // [L_x]
}

/** @param view the rectangle of the picture that the view covers @param side patches on each side of the view */
export function steerInputs({ regions, thresholds }: SteerPlan, view: Covered, side: number): SteerInputs {
  const regionOf = regionOfPatches(
    regions.map(({ shape }) => shape),
    view,
    side,
  );
  const within = regions.map((region) => region.thresholds);
  return {
    patchThresholds: patchThresholds(regionOf, within, thresholds).map(offFromOne),
    limits: new Int32Array(thresholds.length).fill(unlimited),
  };
}

function offFromOne(threshold: number): number {
  return threshold >= 1 ? off : threshold;
}
