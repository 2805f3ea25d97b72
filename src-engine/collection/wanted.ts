/** What is to be counted of every image: the plans of a calibration's points, those between them that check the curve, and those that were asked for. */
import type { LoadedEncoder } from '../inference/loaded-model.ts';
import { EngineError } from '../errors.ts';
import { planReduction } from '../inference/plan-reduction.ts';
import type { ReductionRequest } from '../reduction/methods.ts';
import type { Plan } from '../reduction/plan.ts';
import { planKey } from './keys.ts';

export interface WantedCount {
  /** What leads to the plan, with the same model and calibration, on whatever machine. */
  readonly reduction: ReductionRequest;
  readonly plan: Plan;
  readonly key: string;
}

/** Averages of the calibration; none where nothing merges in the encoder. */
function meansOf({ checkpoint, calibration }: LoadedEncoder): number[] {
  if (checkpoint.spec.vision.freeGrid !== undefined) return [];
  return (calibration?.info.points ?? []).map(({ mean }) => mean);
}

/** Thresholds of one point, exactly. */
export function pointCounts(model: LoadedEncoder): WantedCount[] {
  return meansOf(model).map((mean) => atBudget(model, mean));
}

/** Midway between each two neighbouring points, and between the last and all tokens. */
export function gapBudgets(model: LoadedEncoder): number[] {
  const means = meansOf(model);
  const axis = [...means, model.checkpoint.spec.vision.patches];
  return means.map((mean, index) => (mean + (axis[index + 1] ?? mean)) / 2);
}

export function gapCounts(model: LoadedEncoder): WantedCount[] {
  return gapBudgets(model).map((budget) => atBudget(model, budget));
}

/** Throws `bad-input` or `bad-calibration`, and `unsupported` where nothing merges in the encoder. */
export function askedCounts(model: LoadedEncoder, reductions: readonly ReductionRequest[]): WantedCount[] {
  if (reductions.length > 0 && model.checkpoint.spec.vision.freeGrid !== undefined) {
    const fact = `A collection counts what the encoder leaves, and in that of ${model.checkpoint.spec.name} nothing merges`;
    throw new EngineError('unsupported', fact, { remedy: 'count with another model' });
  }
  return reductions.map((reduction) => {
    const plan = planReduction(model, reduction);
    if (plan.kind === 'rows') {
      throw new EngineError(
        'bad-input',
        'A collection counts what the encoder leaves, and rows merge after it',
        {
          remedy: 'count it with a budget of tokens',
        },
      );
    }
    if (plan.kind !== 'steer') return { reduction, plan, key: planKey(plan) };
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
  if (plan.kind === 'steer' || plan.kind === 'rows') return false;
  return plan.kind !== 'merge' || plan.rule.by === 'count';
}

function atBudget(model: LoadedEncoder, tokens: number): WantedCount {
  const reduction = { method: 'dymu', budget: { kind: 'tokens', tokens } } as const;
  const plan = planReduction(model, reduction);
  return { reduction, plan, key: planKey(plan) };
}
