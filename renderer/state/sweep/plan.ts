/** What a sweep asks for: its budgets, from the most that the calibration reaches to the least, and its methods. Pure. */
import type { ModelInfo, SweepBudget, SweepMethod } from '../../../src-engine/engine.ts';
import { fitTokens, rangeOf } from '../budget.ts';
import type { Regions } from '../regions/list.ts';
import type { CustomThresholds } from '../thresholds/custom.ts';
import { steeredReduction } from '../regions/budgets.ts';

export const sweepCounts = [5, 7, 9] as const;
export type SweepCount = (typeof sweepCounts)[number];

export interface SweepPlan {
  readonly count: SweepCount;
  /** In the order of the table; DyMU is always among them, since the others keep what it leaves. */
  readonly methods: readonly SweepMethod[];
}

export const usualPlan: SweepPlan = { count: 7, methods: ['dymu'] };

/** Averages, the largest first, each the same part of the one before; fewer where the range has fewer whole numbers. */
export function sweepAverages(info: ModelInfo, count: number): readonly number[] {
  const range = rangeOf('dymu', info);
  const [least, most] = [range.min, Math.min(range.reach, range.max - 1)];
  const steps = Array.from(
    { length: count },
    (_, i) => most * (least / most) ** (i / Math.max(1, count - 1)),
  );
  return [...new Set(steps.map((tokens) => Math.min(most, fitTokens(tokens, range))))];
}

/** How the row of thresholds of one's own is called: never a number, which would be a budget. */
function customBudget({ name }: CustomThresholds): string {
  return name === null || Number.isFinite(Number(name)) ? 'custom' : name;
}

/** Thresholds of one's own come last. With the regions of the picture, where it has any: then the budgets are for the rest. */
export function sweepBudgets(
  info: ModelInfo,
  count: number,
  regions: Regions,
  custom: CustomThresholds | null = null,
): readonly SweepBudget[] {
  const averages = sweepAverages(info, count).flatMap((tokens) => {
    const request = steeredReduction({ method: 'dymu', tokens }, info, regions);
    return request.method === 'dymu' ? [{ words: `${tokens}`, request }] : [];
  });
  if (custom === null) return averages;
  const request = steeredReduction({ method: 'dymu', tokens: 0, thresholds: custom }, info, regions);
  if (request.method !== 'dymu') return averages;
  return [...averages, { words: customBudget(custom), request }];
}
