/** What is run in every round: the plain graph, the merging graph at every budget, and with one pair merged in every layer. */
import type { VisionSpec } from '../families/spec.ts';
import { countsUnder } from '../merging/schedules.ts';
import { methods } from '../reduction/methods.ts';
import type { Plan } from '../reduction/plan.ts';
import { EngineError } from '../errors.ts';

export interface Variant {
  readonly kind: 'plain' | 'budget' | 'pair';
  /** Of all tokens; 1 for the plain graph. */
  readonly share: number;
  readonly plan: Plan;
  /** Tokens of a view after every executed layer [L_x], class token not counted. */
  readonly counts: readonly number[];
  readonly words: string;
}

export const usualBudgets: readonly number[] = [1, 0.68, 0.34, 0.15];

/** Merging one pair costs all that matching and merging cost, and saves next to nothing. */
export function pairVariant(vision: VisionSpec): Variant {
  const rows = new Array<number>(vision.executedLayers).fill(1);
  return {
    kind: 'pair',
    share: 1,
    plan: { kind: 'merge', rule: { by: 'count', rows }, budget: null },
    counts: countsUnder(rows, vision.patches),
    words: 'one pair a layer',
  };
}

export function plainVariant({ patches, executedLayers }: VisionSpec): Variant {
  return {
    kind: 'plain',
    share: 1,
    plan: { kind: 'plain' },
    counts: new Array<number>(executedLayers).fill(patches),
    words: 'without merging',
  };
}

/**
 * Exactly this share, as evenly over the layers as calibrated thresholds are on average: random weights have no calibration, and equal
 * counts make equal work of every picture.
 * Throws `bad-input` for a share that the encoder cannot reach.
 */
export function budgetVariant(vision: VisionSpec, share: number): Variant {
  if (!(share > 0 && share <= 1)) {
    throw new EngineError('bad-input', `${share} is not a share of tokens`, {
      remedy: 'give numbers above 0 and up to 1',
    });
  }
  const request = { method: 'tome', budget: { kind: 'share', share } } as const;
  const plan = methods.tome.plan(request, { ...vision, curve: undefined });
  const rows = plan.kind === 'merge' && plan.rule.by === 'count' ? plan.rule.rows : [];
  return {
    kind: 'budget',
    share,
    plan,
    counts: countsUnder(rows, vision.patches),
    words: `${Number((100 * share).toFixed(1))} % of the tokens`,
  };
}
