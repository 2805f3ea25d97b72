/** What is to be counted of every image: the plans of a calibration's points, those between them that check the curve, and those that were asked for. */
import type { LoadedModel } from '../inference/loaded-model.ts';
import { EngineError } from '../errors.ts';
import { planReduction } from '../inference/plan-reduction.ts';
import type { ReductionRequest } from '../reduction/methods.ts';
import type { Plan } from '../reduction/plan.ts';
import { planKey } from './keys.ts';

export interface WantedCount {
  readonly plan: Plan;
  readonly key: string;
}

/** Thresholds of one point, exactly. */
export function pointCounts(model: LoadedModel): WantedCount[] {
  return (model.calibration?.info.points ?? []).map(({ mean }) => atBudget(model, mean));
}

/** Midway between each two neighbouring points, and between the last and all tokens. */
export function gapBudgets(model: LoadedModel): number[] {
  const means = (model.calibration?.info.points ?? []).map(({ mean }) => mean);
  const axis = [...means, model.checkpoint.spec.vision.patches];
  return means.map((mean, index) => (mean + (axis[index + 1] ?? mean)) / 2);
}

export function gapCounts(model: LoadedModel): WantedCount[] {
  return gapBudgets(model).map((budget) => atBudget(model, budget));
}

/** Throws `bad-input` or `bad-calibration`. */
export function askedCounts(model: LoadedModel, reductions: readonly ReductionRequest[]): WantedCount[] {
  return reductions.map((reduction) => {
    const plan = planReduction(model, reduction);
    if (plan.kind !== 'steer') return wanted(plan);
    throw new EngineError('bad-input', 'Regions belong to one picture, and a collection has many', {
      remedy: 'count it with a budget for all of every picture',
    });
  });
}

/** So many of a row, spread over it with both ends. */
export function spreadOver<T>(items: readonly T[], count: number): T[] {
  if (count >= items.length) return [...items];
  if (count <= 1)
    return count === 1 ? items.slice(Math.floor(items.length / 2), Math.floor(items.length / 2) + 1) : [];
  const last = items.length - 1;
  const places = new Set(
    Array.from({ length: count }, (_, index) => Math.round((index * last) / (count - 1))),
  );
  return items.filter((_, index) => places.has(index));
}

/** Whether every view of every image keeps the same number of tokens. */
export function isFixed({ plan }: WantedCount): boolean {
  return plan.kind !== 'steer' && (plan.kind !== 'merge' || plan.rule.by === 'count');
}

function atBudget(model: LoadedModel, tokens: number): WantedCount {
  return wanted(planReduction(model, { method: 'dymu', budget: { kind: 'tokens', tokens } }));
}

function wanted(plan: Plan): WantedCount {
  return { plan, key: planKey(plan) };
}
