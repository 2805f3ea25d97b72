/** Encodings of the scripted engine: the real plans of the real methods, carried out on made-up similarities. */
import type {
  EncodedView,
  EncodeRequest,
  Encoding,
  ModelInfo,
  PictureRead,
} from '../../src-engine/engine.ts';
import { methodOf } from '../../src-engine/reduction/methods.ts';
import { budgetOf } from '../../src-engine/reduction/plan.ts';
import type { Plan, SteerPlan } from '../../src-engine/reduction/plan.ts';
import { regionOfPatches } from '../../src-engine/reduction/steering/regions.ts';
import { regionOutcomes } from '../../src-engine/inference/region-outcomes.ts';
import { fakeMerge, type FakePlan } from './fake-merging.ts';
import { layers, patches, presets, side } from './fake-model.ts';

const whole = { x: 0, y: 0, width: 320, height: 240 };

export function fakeEncoding(info: ModelInfo, request: EncodeRequest, seed: number): Encoding {
  const plan = methodOf(request.reduction).plan(request.reduction, {
    patches,
    layers,
    executedLayers: layers,
    curve: fakeCurve,
  });
  const merge = fakeMerge(seed, side, layers, fakePlan(plan, complexityOf(seed)));
  const tokens = merge.countsPerLayer.at(-1) ?? patches;
  const view: EncodedView = {
    grid: [side, side],
    region: whole,
    tokens,
    countsPerLayer: merge.countsPerLayer,
    thresholds: plan.kind === 'merge' && plan.rule.by === 'count' ? [] : merge.thresholds,
    owner: merge.owner,
    size: merge.size,
    ...(request.scores ? { scores: merge.scores } : {}),
    ...(plan.kind === 'steer' ? { regions: regionOutcomes(plan, whole, side, merge) } : {}),
  };
  return {
    model: info.name,
    family: info.family,
    views: [view],
    tokens,
    fullTokens: patches,
    target: budgetOf(plan)?.used ?? null,
    source: { width: 320, height: 240 },
    ...(request.image.kind === 'pixel-values' ? {} : { picture: asAFile(info) }),
    timings: {
      imageDecodeMs: 1.5,
      prepareMs: 0.5,
      preprocessMs: 2,
      encodeMs: 3 + sum(merge.countsPerLayer) / 100,
      projectMs: tokens / 500,
    },
    device: info.device,
    precision: info.precision,
  };
}

function asAFile({ imageBackend }: ModelInfo): PictureRead {
  return {
    backend: imageBackend,
    route: 'path',
    orientation: 1,
    storedOrientation: 1,
    transparent: false,
    transparency: 'drop',
  };
}

function complexityOf(seed: number): number {
  return 0.6 + (0.8 * (seed % 1000)) / 999;
}

/** As the engine's calibration would answer, without thresholds. */
const ones = new Array<number>(layers).fill(1);
export const fakeCurve = {
  reach: [1, patches] as const,
  presets,
  thresholdsFor: (average: number) => ({ thresholds: ones, target: average }),
};

/** The real plan of the real method, carried out on made-up similarities. */
function fakePlan(plan: Plan, complexity: number): FakePlan {
  if (plan.kind === 'plain') return { kind: 'counts', merges: [] };
  if (plan.kind === 'pool' || plan.kind === 'select') {
    return { kind: 'counts', merges: spread(patches - plan.tokens) };
  }
  if (plan.kind === 'steer') {
    return { kind: 'counts', merges: spread(patches - Math.round(steeredAverage(plan) * complexity)) };
  }
  if (plan.kind === 'prune') return { kind: 'counts', merges: spread(patches - plan.rows) };
  if (plan.budget !== null) {
    return { kind: 'counts', merges: spread(patches - Math.round(plan.budget.used * complexity)) };
  }
  if (plan.kind === 'rows') return { kind: 'counts', merges: [] };
  if (plan.rule.by === 'threshold') return { kind: 'thresholds', thresholds: plan.rule.thresholds };
  return { kind: 'counts', merges: plan.rule.rows };
}

/** What the patches' regions ask for, on average. [tokens per view] */
function steeredAverage({ regions, budget }: SteerPlan): number {
  const shapes = regions.map(({ shape }) => shape);
  const wanted = [...regionOfPatches(shapes, whole, side)].map(
    (index) => (regions[index]?.budget ?? budget)?.used ?? patches,
  );
  return sum(wanted) / patches;
}

/** The same share of tokens at every layer, at most half of them. */
function spread(total: number): number[] {
  const target = Math.max(1, patches - Math.max(0, total));
  let tokens = patches;
  return Array.from({ length: layers }, (_, layer) => {
    const wanted = Math.round(patches * (target / patches) ** ((layer + 1) / layers));
    const merges = Math.min(tokens - wanted, Math.floor(tokens / 2));
    tokens -= merges;
    return merges;
  });
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
