/** What the fast tower changes: the pictures of the questions go through both towers in turn, and every question is asked of both. */
import { quantileAt } from '../calibration/statistics.ts';
import { connectors } from '../connectors/connectors.ts';
import type { CallOptions, ImageRef, PrecisionCheckRequest, TowerPrecision, TowerReport } from '../engine.ts';
import { EngineError, throwIfAborted } from '../errors.ts';
import { answer } from './answer.ts';
import type { LoadedModel } from './loaded-model.ts';
import type { Pace } from './pace.ts';
import { planReduction } from './plan-reduction.ts';
import { sessionFactory } from './session-factory.ts';
import { towerFactory } from './tower-precision.ts';
import { viewsSpec } from './visual-input.ts';
import { openVisionTower } from './vision-tower.ts';
import type { TowerRun, VisionTower } from './vision-tower.ts';
import { lastOwner } from '../merging/owner-map.ts';
import { partitionOverlap } from '../merging/partition-overlap.ts';
import type { MergeRule, Plan } from '../reduction/plan.ts';

/** Where there is no calibration both towers keep this share of the tokens, exactly. */
const usualShare = 0.34;

export interface TowerCheckOptions {
  readonly copiesDirectory: string;
  readonly pace: Pace;
  readonly onProgress: CallOptions['onProgress'];
  /** Per question. */
  readonly newTokens: number;
}

/** Throws `unsupported` where the device cannot do it, and what making the quantised copy and answering throw. */
export async function checkTower(
  model: LoadedModel,
  { questions }: PrecisionCheckRequest,
  options: TowerCheckOptions,
): Promise<TowerReport> {
  const { name, vision } = model.checkpoint.spec;
  if (vision.freeGrid !== undefined) {
    const fact = `The check compares what merges in both encoders, and in that of ${name} nothing merges`;
    throw new EngineError('unsupported', fact, { remedy: 'check the language model alone' });
  }
  const exact = await openTower(model, 'fp32', options);
  try {
    const fast = await openTower(model, 'int8', options);
    try {
      const rule = mergeRule(model);
      const compared = await comparePictures(model, [exact, fast], rule, distinct(questions), options);
      const same = await sameAnswers(model, [exact, fast], questions, options);
      return { ...compared, by: rule.by, questions: questions.length, sameAnswers: same };
    } finally {
      await fast.release();
    }
  } finally {
    await exact.release();
  }
}

/** Thresholds of the loaded tower's middle preset, the same on both towers: what they leave then is compared. */
function mergeRule(model: LoadedModel): MergeRule {
  const { calibration, checkpoint } = model;
  if (calibration !== undefined) {
    const { thresholds } = calibration.curve.thresholdsFor(calibration.curve.presets.mid);
    return { by: 'threshold', thresholds };
  }
  const tokens = Math.round(usualShare * checkpoint.spec.vision.patches);
  const plan = planReduction(model, { method: 'tome', budget: { kind: 'tokens', tokens } });
  if (plan.kind === 'merge') return plan.rule;
  throw new TypeError('Exact counts are merged to.');
}

async function openTower(
  { checkpoint, device }: LoadedModel,
  tower: TowerPrecision,
  { copiesDirectory, pace, onProgress }: TowerCheckOptions,
): Promise<VisionTower> {
  const copies = { directory: copiesDirectory, signal: pace.signal, onProgress };
  const { sessions } = await towerFactory(checkpoint, device, tower, copies);
  const connector = connectors[checkpoint.family.connector];
  const projectors = sessionFactory(checkpoint, device);
  return openVisionTower(sessions, checkpoint.spec, connector, undefined, projectors);
}

type Pair<T> = readonly [exact: T, fast: T];

/** First views, each through both towers in turn: whole, then merged. */
async function comparePictures(
  model: LoadedModel,
  towers: Pair<VisionTower>,
  rule: MergeRule,
  images: readonly ImageRef[],
  { pace, onProgress }: TowerCheckOptions,
): Promise<Omit<TowerReport, 'by' | 'questions' | 'sameAnswers'>> {
  const { spec } = model.checkpoint;
  const whole: Plan = { kind: 'plain' };
  const merged: Plan = { kind: 'merge', rule, budget: null };
  const [plain, merging] = [await openBoth(towers, whole), await openBoth(towers, merged)];
  const plainMs: Pair<number[]> = [[], []];
  const mergedMs: Pair<number[]> = [[], []];
  const [errors, overlaps, tokens]: [number[], number[], Pair<number>[]] = [[], [], []];
  for (const [done, image] of images.entries()) {
    onProgress?.({ stage: 'Encoding in fp32 and int8', done, total: images.length });
    const { prepared } = await model.images.prepare(image, viewsSpec(spec, 'alone'));
    const [view] = prepared.views;
    if (view === undefined) continue;
    const features = await encodeBoth(plain, view.pixels, plainMs, pace);
    errors.push(relativeError(features[0].features, features[1].features));
    const [exact, fast] = await encodeBoth(merging, view.pixels, mergedMs, pace);
    const { patches } = spec.vision;
    overlaps.push(partitionOverlap(lastOwner(exact.owner, patches), lastOwner(fast.owner, patches)));
    tokens.push([exact.tokens, fast.tokens]);
  }
  return {
    pictures: overlaps.length,
    features: mean(errors),
    owners: mean(overlaps),
    sameOwners: overlaps.filter((overlap) => overlap === 1).length,
    tokens: { fp32: mean(tokens.map(([exact]) => exact)), int8: mean(tokens.map(([, fast]) => fast)) },
    plainMs: { fp32: median(plainMs[0]), int8: median(plainMs[1]) },
    mergedMs: { fp32: median(mergedMs[0]), int8: median(mergedMs[1]) },
  };
}

async function openBoth([exact, fast]: Pair<VisionTower>, plan: Plan): Promise<Pair<TowerRun>> {
  return [await exact.open(plan), await fast.open(plan)];
}

async function encodeBoth(runs: Pair<TowerRun>, pixels: Float32Array, ms: Pair<number[]>, pace: Pace) {
  const encode = async (index: 0 | 1) => {
    await pace.next();
    const started = performance.now();
    const output = await runs[index].encode(pixels);
    ms[index].push(performance.now() - started);
    return output;
  };
  return [await encode(0), await encode(1)] as const;
}

/** Greedy answers with all tokens that are the same word for word. */
async function sameAnswers(
  model: LoadedModel,
  towers: Pair<VisionTower>,
  questions: PrecisionCheckRequest['questions'],
  { pace, onProgress, newTokens }: TowerCheckOptions,
): Promise<number> {
  let same = 0;
  for (const [done, { image, question }] of questions.entries()) {
    throwIfAborted(pace.signal);
    onProgress?.({ stage: 'Answering with both encoders', done, total: questions.length });
    const texts: string[] = [];
    for (const tower of towers) {
      const asked = {
        visual: { kind: 'images', images: [image] },
        question,
        reduction: { method: 'none' },
        virtualUnmerging: true,
        maxNewTokens: newTokens,
      } as const;
      for await (const event of answer({ ...model, tower }, asked, pace)) {
        if (event.kind === 'done') texts.push(event.result.text);
      }
    }
    same += Number(texts[0] === texts[1]);
  }
  return same;
}

/** Pictures that questions are about, each once. */
function distinct(questions: PrecisionCheckRequest['questions']): readonly ImageRef[] {
  return [...new Map(questions.map(({ image }) => [JSON.stringify(image), image])).values()];
}

/** Root of the squared difference over that of the first. */
function relativeError(exact: Float32Array, other: Float32Array): number {
  let [difference, energy] = [0, 0];
  exact.forEach((value, index) => {
    difference += (value - (other[index] ?? Number.NaN)) ** 2;
    energy += value ** 2;
  });
  return Math.sqrt(difference / energy);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function median(values: readonly number[]): number {
  return quantileAt(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}
