/** The encoder at work on squares of one size: merged for every budget, plain for what needs every token to the end. */
import { ownGrid } from '../connectors/cells.ts';
import type { VisionSpec } from '../families/spec.ts';
import { mergesNothing, neverMerges } from '../reduction/plan.ts';
import type { MergeRule, Plan, SteerPlan } from '../reduction/plan.ts';
import { gridCells } from '../reduction/pool/cells.ts';
import type { Covered } from '../reduction/steering/regions.ts';
import { floats, ints } from '../runtime/onnx.ts';
import type { Encoder, EncodeView } from './encoder.ts';
import { mergeInputs, steerInputs } from './merge-inputs.ts';
import { patchScores } from './patch-scores.ts';
import type { SessionFactory } from './session-factory.ts';
import { allPatches, pooledPatches, selectedPatches } from './tower-output.ts';
import type { TowerOutput } from './tower-output.ts';
import type { MergeFeeds, PixelFeeds, SteerFeeds, TowerOutputs } from './tower-feeds.ts';
import { openTowerSessions } from './tower-sessions.ts';

/** @param shared one session for every kind of run; unless said, where that saves memory */
export async function squareEncoder(
  factory: SessionFactory,
  vision: VisionSpec,
  shared?: boolean,
): Promise<Encoder> {
  const grid = ownGrid(vision);
  const image = (pixels: Float32Array): PixelFeeds => ({
    pixel_values: { data: pixels, dims: [1, 3, vision.imageSize, vision.imageSize] },
  });
  const blank = new Float32Array(3 * vision.imageSize ** 2);
  const merging = (rule: MergeRule): MergeFeeds => {
    const { thresholds, limits } = mergeInputs(rule);
    const dims = [vision.executedLayers];
    return { thresholds: { data: thresholds, dims }, limits: { data: limits, dims } };
  };
  const nothing = merging({ by: 'count', rows: new Array<number>(vision.executedLayers).fill(0) });
  const sessions = await openTowerSessions(factory, vision, image(blank), nothing, shared);
  const steering = (plan: SteerPlan, region: Covered): SteerFeeds => {
    const { patchThresholds, limits } = steerInputs(plan, region, vision.gridSide);
    return {
      patch_thresholds: { data: patchThresholds, dims: [vision.executedLayers, vision.patches] },
      limits: { data: limits, dims: [vision.executedLayers] },
    };
  };

  const mergedView = (outputs: TowerOutputs): TowerOutput => {
    const size = floats(outputs, 'size');
    const owner = ints(outputs, 'owner');
    const counts = ints(outputs, 'counts');
    return {
      grid,
      features: floats(outputs, 'features'),
      tokens: size.length,
      size,
      owner,
      countsPerLayer: Array.from(counts, (count) => count - Number(vision.classToken)),
      scores: () => patchScores(floats(outputs, 'best'), owner, counts, vision),
    };
  };
  const encoderOf = async (plan: Plan): Promise<EncodeView> => {
    switch (plan.kind) {
      case 'merge': {
        const rule = merging(plan.rule);
        const merged: EncodeView = async (pixels, { reuse = false } = {}) => {
          const { outputs, resumed } = await sessions.merged(image(pixels), rule, reuse);
          return { ...mergedView(outputs), resumed };
        };
        // A device would hold a further copy of the weights for this.
        if (factory.device.provider !== 'cpu' || !mergesNothing(plan.rule)) {
          return merged;
        }
        const whole = await encoderOf({ kind: 'plain' });
        return (pixels, options) => (options?.scores === true ? merged(pixels, options) : whole(pixels));
      }
      case 'steer': {
        if (factory.device.provider === 'cpu' && neverMerges(plan)) return encoderOf({ kind: 'plain' });
        const run = await sessions.steered();
        return async (pixels, { region } = {}) => {
          if (region === undefined)
            throw new RangeError('Regions are of a picture, and a view without one was encoded.');
          return mergedView(await run(image(pixels), steering(plan, region)));
        };
      }
      case 'rows':
      case 'prune':
      case 'plain': {
        const run = await sessions.plain();
        return async (pixels) => allPatches(vision, grid, floats(await run(image(pixels)), 'features'));
      }
      case 'pool': {
        const run = await sessions.plain();
        const cells = gridCells(grid, plan.tokens);
        return async (pixels) =>
          pooledPatches(vision, grid, floats(await run(image(pixels)), 'features'), cells);
      }
      case 'select': {
        const run = await sessions.scored();
        return async (pixels) => {
          const outputs = await run(image(pixels));
          const features = floats(outputs, 'features');
          const attention = floats(outputs, 'attention');
          const metric = floats(outputs, 'metric');
          return selectedPatches(vision, grid, { features, attention, metric }, plan.tokens);
        };
      }
    }
  };

  return { open: encoderOf, release: () => sessions.release() };
}
