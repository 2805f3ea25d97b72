/** DyMU: pairs above a threshold merge in every layer, so that simple images keep fewer tokens than complex ones (paper, section 3.1). */
import { z } from 'zod';
import { EngineError } from '../../errors.ts';
import { averageOf, averageSchema, parseAmount, presets } from '../budget.ts';
import type { Budget } from '../budget.ts';
import { flagRefusal } from '../flags.ts';
import type { BudgetUse, Encoder, MergePlan, SteerPlan } from '../plan.ts';
import type { Reduction } from '../reduction.ts';
import { regionsSchema } from '../steering/regions.ts';
import type { SteeredRegion } from '../steering/regions.ts';

const mostLayers = 1000;

const thresholdsSchema = z
  .strictObject({
    kind: z.literal('thresholds'),
    thresholds: z.array(z.number()).max(mostLayers).readonly(), // one per executed layer, or per layer
    /** What their user calls them: for captions, without meaning for the encoder. */
    name: z.string().min(1).max(100).exactOptional(),
  })
  .readonly();

export const dymuSchema = z
  .strictObject({
    method: z.literal('dymu'),
    budget: z.discriminatedUnion('kind', [averageSchema, thresholdsSchema]),
    /** Parts of the picture with a budget of their own; `budget` is for the rest. */
    regions: regionsSchema.optional(),
  })
  .readonly();
export type DymuRequest = z.infer<typeof dymuSchema>;

export const dymu: Reduction<DymuRequest> = {
  label: 'DyMU',
  choice: 'Adaptive',
  counts: 'tokens',
  inEncoder: true,
  tokens: 'Merged tokens',
  what: 'Simple images get fewer tokens than complex ones',
  help: 'Adaptive (DyMU) merges pairs of tokens above a threshold in every layer, so a plain image ends with fewer tokens than a busy one.',
  schema: dymuSchema,
  control: 'average',
  places: '',
  ofTokens: (tokens) => adaptive({ kind: 'tokens', tokens }),
  ofShare: (share) => adaptive({ kind: 'share', share }),
  words({ budget, regions = [] }, target) {
    const steered =
      regions.length === 0 ? '' : `, ${regions.length === 1 ? '1 region' : `${regions.length} regions`}`;
    if (budget.kind === 'thresholds') {
      const { name } = budget;
      return `DyMU, ${name === undefined ? 'custom thresholds' : `thresholds "${name}"`}${steered}`;
    }
    return `DyMU, target average ${target === null ? 'unknown' : Math.round(target)}${steered}`;
  },
  flags: ['budget', 'preset', 'thresholds'],
  fromFlags({ budget, preset = 'mid', thresholds }) {
    if (thresholds !== undefined) return { method: 'dymu', budget: { kind: 'thresholds', thresholds } };
    if (budget !== undefined) return adaptive(typedBudget(budget));
    const known = z.enum(presets).safeParse(preset);
    if (known.success) return adaptive({ kind: 'preset', preset: known.data });
    throw flagRefusal('--preset takes low, mid or high.');
  },
  mode: { name: 'dymu', forms: ['dymu:high', 'dymu:mid', 'dymu:low', 'dymu:P'] },
  fromMode(amount) {
    const budget = amount === undefined ? undefined : parseAmount(amount);
    return budget && adaptive(budget);
  },
  needsCalibration: ({ budget, regions = [] }) =>
    regions.length === 0
      ? budget.kind !== 'thresholds'
      : [budget, ...regions.map((region) => region.budget)].some(
          (wanted) => wanted.kind !== 'thresholds' && !keepsAll(wanted),
        ),
  plan({ budget, regions = [] }, encoder) {
    if (budget.kind === 'thresholds') {
      const given = byThresholds(budget.thresholds, encoder, null);
      return regions.length === 0 ? given : steered(given, regions, encoder);
    }
    if (regions.length === 0) return byBudget(budget, encoder);
    // All tokens but for a region: the rest is beyond what a calibration reaches, and needs none.
    return steered(keepsAll(budget) ? allKept(encoder) : byBudget(budget, encoder), regions, encoder);
  },
};

function adaptive(budget: Budget): DymuRequest {
  return { method: 'dymu', budget };
}

/** Here a bare number always counts tokens, and shares are percentages. */
function typedBudget(text: string): Budget {
  const budget = parseAmount(text);
  if (budget?.kind === 'share' && text.endsWith('%')) return budget;
  if (budget !== undefined && /^\d+(\.\d+)?$/.test(text) && Number(text) >= 1) {
    return { kind: 'tokens', tokens: Number(text) };
  }
  const preset = presets.find((name) => name === text);
  if (preset !== undefined)
    throw flagRefusal(`"${preset}" is a preset and no number; give it with --preset ${preset}.`);
  throw flagRefusal(
    `--budget takes a number of tokens from 1 on (90) or a share above 0 % (35%), and "${text}" is neither.`,
  );
}

function steered(rest: ThresholdPlan, regions: readonly SteeredRegion[], encoder: Encoder): SteerPlan {
  return {
    kind: 'steer',
    thresholds: rest.rule.thresholds,
    regions: regions.map(({ name, shape, budget }) => {
      const { rule, budget: use } = keepsAll(budget) ? allKept(encoder) : byBudget(budget, encoder);
      return { name, shape, thresholds: rule.thresholds, budget: use };
    }),
    budget: rest.budget,
  };
}

/** All tokens need no calibration: every threshold is off. */
function keepsAll(budget: Budget): boolean {
  return budget.kind === 'share' && budget.share === 1;
}

function allKept(encoder: Encoder): ThresholdPlan<BudgetUse> {
  const { patches, executedLayers } = encoder;
  const use: BudgetUse = { asked: patches, used: patches, reach: [patches, patches] };
  return byThresholds(new Array<number>(executedLayers).fill(1), encoder, use);
}

type ThresholdPlan<Use = BudgetUse | null> = MergePlan & {
  readonly rule: { readonly by: 'threshold' };
  readonly budget: Use;
};

function byBudget(budget: Budget, encoder: Encoder): ThresholdPlan<BudgetUse> {
  const { curve, patches } = encoder;
  if (curve === undefined) {
    throw new EngineError(
      'bad-calibration',
      'This model has no calibration, so a token budget means nothing to it yet',
      { remedy: { kind: 'calibrate' } },
    );
  }
  const asked = averageOf(budget, patches, curve.presets);
  const { thresholds, target } = curve.thresholdsFor(asked);
  return byThresholds(thresholds, encoder, { asked, used: target, reach: curve.reach });
}

function byThresholds<Use extends BudgetUse | null>(
  given: readonly number[],
  { layers, executedLayers }: Encoder,
  budget: Use,
): ThresholdPlan<Use> {
  if (given.length !== executedLayers && given.length !== layers) {
    const wanted = layers === executedLayers ? `${layers}` : `${executedLayers} or ${layers}`;
    throw new EngineError(
      'bad-input',
      `The list of thresholds has ${given.length} entries, but this encoder takes ${wanted}, one per layer`,
    );
  }
  const thresholds = given.slice(0, executedLayers);
  const bad = thresholds.findIndex((threshold) => !Number.isFinite(threshold));
  if (bad !== -1) throw new EngineError('bad-input', `Threshold ${bad + 1} is not a finite number`);
  return { kind: 'merge', rule: { by: 'threshold', thresholds }, budget };
}
