/** The vision encoder at work: one merged session for every budget, one plain session as the unmerged baseline, and the projector. */
import type { ModelSpec } from '../families/spec.ts';
import { projectorGraph } from '../graph/projector-graph.ts';
import { mergedVisionGraph, plainVisionGraph } from '../graph/vision-graph.ts';
import { identityOwner } from '../merging/owner-map.ts';
import { floats, ints } from '../runtime/onnx.ts';
import type { Feeds, Session } from '../runtime/onnx.ts';
import type { MergeRule, Plan } from '../reduction/plan.ts';
import { mergeInputs } from './merge-inputs.ts';
import { patchScores } from './patch-scores.ts';
import type { SessionFactory } from './session-factory.ts';

/** What the tower gives for one view. The class token is dropped from everything. */
export interface TowerOutput {
  readonly features: Float32Array; // [n, D]
  readonly tokens: number; // n
  readonly size: Float32Array; // [n]
  readonly owner: Int32Array; // [L_x, N0]
  readonly countsPerLayer: readonly number[]; // [L_x]
  /** [L_x, N0] best score of each patch's token, NaN where it was no candidate; computed when asked. */
  readonly scores: (() => Float32Array) | undefined;
}

/** A tower that has loaded all that one plan needs, so that nobody's encoding time includes it. */
export interface TowerRun {
  readonly plan: Plan;
  /** @param pixels f32 [3, H, W], normalised */
  encode(pixels: Float32Array): Promise<TowerOutput>;
}

export interface VisionTower {
  open(plan: Plan): Promise<TowerRun>;
  /** [n, D] -> [n, D_text] */
  project(features: Float32Array): Promise<Float32Array>;
  release(): Promise<void>;
}

export async function openVisionTower(factory: SessionFactory, spec: ModelSpec): Promise<VisionTower> {
  const { vision } = spec;
  const image = (pixels: Float32Array): Feeds => ({
    pixel_values: { data: pixels, dims: [1, 3, vision.imageSize, vision.imageSize] },
  });
  const blank = new Float32Array(3 * vision.imageSize ** 2);
  const merged = await factory.open((context) => mergedVisionGraph(context, vision));
  const projector = await factory
    .open((context) => projectorGraph(context, spec))
    .catch(async (error: unknown) => {
      await merged.release();
      throw error;
    });
  // A second copy of the encoder's weights: loaded only once somebody asks for all tokens.
  let plain: Promise<Session> | undefined;
  const openPlain = (): Promise<Session> => {
    plain ??= factory
      .open((context) => plainVisionGraph(context, vision))
      .then(async (session) => {
        await session.run(image(blank));
        return session;
      })
      .catch((error: unknown) => {
        plain = undefined;
        throw error;
      });
    return plain;
  };

  const merging = (rule: MergeRule): Feeds => {
    const { thresholds, limits } = mergeInputs(rule);
    const dims = [vision.executedLayers];
    return { thresholds: { data: thresholds, dims }, limits: { data: limits, dims } };
  };
  const encodeMerged = async (pixels: Float32Array, rule: Feeds): Promise<TowerOutput> => {
    const outputs = await merged.run({ ...image(pixels), ...rule });
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
  // A session's first run allocates its memory; paid here, it spoils no measurement.
  await merged.run({
    ...image(blank),
    ...merging({ by: 'count', rows: new Array<number>(vision.executedLayers).fill(0) }),
  });

  return {
    async open(plan) {
      if (plan.kind === 'merge') {
        const rule = merging(plan.rule);
        return { plan, encode: (pixels) => encodeMerged(pixels, rule) };
      }
      const session = await openPlain();
      return {
        plan,
        encode: async (pixels) => unmergedOutput(spec, floats(await session.run(image(pixels)), 'features')),
      };
    },
    async project(features) {
      const dims = [features.length / vision.width, vision.width];
      return floats(await projector.run({ features: { data: features, dims } }), 'projected');
    },
    async release() {
      await Promise.all([merged.release(), projector.release(), plain?.then((session) => session.release())]);
    },
  };
}

function unmergedOutput({ vision }: ModelSpec, features: Float32Array): TowerOutput {
  const { patches, executedLayers } = vision;
  const owner = new Int32Array(executedLayers * patches);
  for (let layer = 0; layer < executedLayers; layer += 1) owner.set(identityOwner(patches), layer * patches);
  return {
    features,
    tokens: patches,
    size: new Float32Array(patches).fill(1),
    owner,
    countsPerLayer: new Array<number>(executedLayers).fill(patches),
    scores: undefined,
  };
}
