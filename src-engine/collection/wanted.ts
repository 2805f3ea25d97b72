/** What is to be counted of every image: the plans of a calibration's points, those between them that check the curve, and those that were asked for. */
import type { LoadedEncoder } from '../inference/loaded-model.ts';
import { EngineError } from '../errors.ts';
import { planReduction } from '../inference/plan-reduction.ts';
import type { ReductionRequest } from '../reduction/methods.ts';
import type { Plan } from '../reduction/plan.ts';
import { countKey } from './keys.ts';
import type { Ruler } from './ruler.ts';

export interface WantedCount {
  /** What leads to the plan, with the same model and calibration, on whatever machine. */
  readonly reduction: ReductionRequest;
  readonly plan: Plan;
  readonly key: string;
  /** Whether every view of every image keeps the same number. */
  readonly fixed: boolean;
}

/** Thresholds of one point, exactly. */
export function pointCounts(model: LoadedEncoder, ruler: Ruler): WantedCount[] {
  return ruler.points.map(({ mean }) => atBudget(model, ruler, mean));
}

/** Midway between each two neighbouring points, and between the last and all of a view. */
export function gapBudgets({ points, most }: Ruler): number[] {
  const axis = [...points.map(({ mean }) => mean), most];
  return points.map(({ mean }, index) => (mean + (axis[index + 1] ?? mean)) / 2);
}

export function gapCounts(model: LoadedEncoder, ruler: Ruler): WantedCount[] {
  return gapBudgets(ruler).map((budget) => atBudget(model, ruler, budget));
}

/** Throws `bad-input` or `bad-calibration`, and `unsupported` for a method that the model's connector cannot do. */
export function askedCounts(model: LoadedEncoder, reductions: readonly ReductionRequest[]): WantedCount[] {
  return reductions.map((reduction) => {
    const wanted = wantedCount(model, reduction);
    if (wanted.plan.kind !== 'steer') return wanted;
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

function isFixed(plan: Plan, { checkpoint: { spec } }: LoadedEncoder): boolean {
  if (plan.kind === 'steer' || plan.kind === 'rows' || spec.vision.freeGrid !== undefined) return false;
  return plan.kind !== 'merge' || plan.rule.by === 'count';
}

function atBudget(model: LoadedEncoder, { method }: Ruler, tokens: number): WantedCount {
  return wantedCount(model, { method, budget: { kind: 'tokens', tokens } });
}

function wantedCount(model: LoadedEncoder, reduction: ReductionRequest): WantedCount {
  const plan = planReduction(model, reduction);
  return { reduction, plan, key: countKey(plan, model.checkpoint), fixed: isFixed(plan, model) };
}
