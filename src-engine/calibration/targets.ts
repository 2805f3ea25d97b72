/** The budgets that a calibration visits, as totals of the constant schedule. Numbers only. */
import { countsUnder, scheduleRows } from '../merging/schedules.ts';

export interface CalibrationTarget {
  readonly tokens: number; // patch tokens left after the executed layers
  readonly total: number; // R over all layers
}

/** Share of N0 that the presets keep on average, after the paper's 89, 195 and 394 of 576. */
export const presetShares = { low: 0.15, mid: 0.34, high: 0.68 } as const;

const outerShares = [0.08, 0.95] as const;

/**
 * Shares to visit, descending: the presets, then both ends of the slider, then the middle of the widest gap again and again.
 */
export function targetShares(points: number): number[] {
  const shares: number[] = [presetShares.mid, presetShares.low, presetShares.high, ...outerShares];
  while (shares.length < points) {
    const sorted = shares.toSorted((a, b) => a - b);
    const gaps = sorted.slice(1).map((share, index) => ({ low: sorted[index] ?? 0, high: share }));
    const widest = gaps.reduce((a, b) => (b.high - b.low > a.high - a.low ? b : a));
    shares.push((widest.low + widest.high) / 2);
  }
  return shares.slice(0, points).sort((a, b) => b - a);
}

/**
 * Targets for `points` budgets, tokens descending. Fewer come back where the encoder is too small to tell budgets apart.
 *
 * @param layers those that run, L_x: the merges are spread over them
 */
export function calibrationTargets(patches: number, layers: number, points: number): CalibrationTarget[] {
  const targets = new Map<number, CalibrationTarget>();
  for (const share of targetShares(points)) {
    const target = nearestTarget(share * patches, patches, layers);
    targets.set(target.tokens, target);
  }
  return [...targets.values()];
}

function nearestTarget(wanted: number, patches: number, layers: number): CalibrationTarget {
  let above: CalibrationTarget = { tokens: patches, total: 0 };
  for (let total = 1; total <= layers * patches; total++) {
    const rows = scheduleRows('constant', total, layers);
    const here = { tokens: countsUnder(rows, patches).at(-1) ?? patches, total };
    if (here.tokens <= wanted) return wanted - here.tokens <= above.tokens - wanted ? here : above;
    if (here.tokens < above.tokens) above = here;
  }
  return above;
}
