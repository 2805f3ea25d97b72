/** The vision encoder at work: merged for every budget, plain for what needs every token to the end, and the projector. */
import { cellWidth } from '../connectors/cells.ts';
import type { ConnectedView, Connector } from '../connectors/connector.ts';
import type { ModelSpec } from '../families/spec.ts';
import { lastOwner } from '../merging/owner-map.ts';
import { mergesNothing, neverMerges } from '../reduction/plan.ts';
import type { MergeRule, Plan, SteerPlan } from '../reduction/plan.ts';
import { gridCells } from '../reduction/pool/cells.ts';
import type { Covered } from '../reduction/steering/regions.ts';
import { floats, ints } from '../runtime/onnx.ts';
import type { Feeds } from '../runtime/onnx.ts';
import { mergeInputs, steerInputs } from './merge-inputs.ts';
import { patchScores } from './patch-scores.ts';
import type { SessionFactory } from './session-factory.ts';
import { allPatches, pooledPatches, selectedPatches } from './tower-output.ts';
import type { TowerOutput } from './tower-output.ts';
import { openTowerSessions } from './tower-sessions.ts';
import type { MergeFeeds, SteerFeeds, TowerOutputs } from './tower-sessions.ts';

/** A tower that has loaded all that one plan needs, so that nobody's encoding time includes it. */
export interface TowerRun {
  readonly plan: Plan;
  /** @param pixels f32 [3, H, W], normalised */
  encode(pixels: Float32Array, options?: EncodeViewOptions): Promise<TowerOutput>;
}

export interface EncodeViewOptions {
  /** Whether the scores of matching will be asked for, even where nothing merges. */
  readonly scores?: boolean;
  /** The rectangle of the picture that the view covers: a plan with regions needs it. */
  readonly region?: Covered;
}

export interface VisionTower {
  open(plan: Plan): Promise<TowerRun>;
  /** The tokens of a view as rows of the language model. */
  connect(output: TowerOutput): Promise<ConnectedView>;
  release(): Promise<void>;
}

/**
 * @param shared one session for every kind of run; unless said, where that saves memory
 * @param projectors where the projector's weights lie, if elsewhere than the tower's
 */
export async function openVisionTower(
  factory: SessionFactory,
  spec: ModelSpec,
  connector: Connector,
  shared?: boolean,
  projectors: SessionFactory = factory,
): Promise<VisionTower> {
  const { vision } = spec;
  const image = (pixels: Float32Array): Feeds => ({
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
  const projector = await projectors
    .open((context) => connector.graph(context, spec))
    .catch(async (error: unknown) => {
      await sessions.release();
      throw error;
    });

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
      features: floats(outputs, 'features'),
      tokens: size.length,
      size,
      owner,
      countsPerLayer: Array.from(counts, (count) => count - Number(vision.classToken)),
      scores: () => patchScores(floats(outputs, 'best'), owner, counts, vision),
    };
  };
  const encoderOf = async (plan: Plan): Promise<TowerRun['encode']> => {
    switch (plan.kind) {
      case 'merge': {
        const rule = merging(plan.rule);
        const merged: TowerRun['encode'] = async (pixels) =>
          mergedView(await sessions.merged(image(pixels), rule));
        // A device would hold a further copy of the weights for this.
        if (factory.device.provider !== 'cpu' || !mergesNothing(plan.rule)) {
          return merged;
        }
        const whole = await encoderOf({ kind: 'plain' });
        return (pixels, options) => (options?.scores === true ? merged(pixels) : whole(pixels));
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
      case 'plain': {
        const run = await sessions.plain();
        return async (pixels) => allPatches(vision, floats(await run(image(pixels)), 'features'));
      }
      case 'pool': {
        const run = await sessions.plain();
        const cells = gridCells(vision.gridSide, plan.tokens);
        return async (pixels) => pooledPatches(vision, floats(await run(image(pixels)), 'features'), cells);
      }
      case 'select': {
        const run = await sessions.scored();
        return async (pixels) => {
          const outputs = await run(image(pixels));
          const features = floats(outputs, 'features');
          const attention = floats(outputs, 'attention');
          const metric = floats(outputs, 'metric');
          return selectedPatches(vision, { features, attention, metric }, plan.tokens);
        };
      }
    }
  };

  const project = async (features: Float32Array): Promise<Float32Array> => {
    const width = cellWidth(spec);
    const dims = [features.length / width, width];
    return floats(await projector.run({ features: { data: features, dims } }), 'projected');
  };

  return {
    open: async (plan) => ({ plan, encode: await encoderOf(plan) }),
    connect: ({ features, tokens, owner, selected }) =>
      connector.connect(
        { features, tokens, owner: lastOwner(owner, vision.patches), anchor: selected?.anchor },
        project,
        spec,
      ),
    async release() {
      await Promise.all([sessions.release(), projector.release()]);
    },
  };
}
