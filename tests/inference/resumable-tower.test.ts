/** An encoder that goes on from an earlier run gives what a whole run gives, to the last bit, and computes only what differs. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundledModel } from '../../src-engine/bundled/assets.ts';
import { openEncoder } from '../../src-engine/checkpoint/open.ts';
import type { VisionSpec } from '../../src-engine/families/spec.ts';
import { mergedVisionGraph } from '../../src-engine/graph/vision-graph.ts';
import { mergeInputs } from '../../src-engine/inference/merge-inputs.ts';
import { openResumableTower, type ResumableTower } from '../../src-engine/inference/resumable-tower.ts';
import { sessionFactory, type SessionFactory } from '../../src-engine/inference/session-factory.ts';
import type { MergeFeeds, PixelFeeds, TowerOutputs } from '../../src-engine/inference/tower-feeds.ts';
import type { MergeRule } from '../../src-engine/reduction/plan.ts';
import type { Session } from '../../src-engine/runtime/onnx.ts';
import { goldenModel } from '../support/golden-model.ts';
import { cpu } from '../support/loaded.ts';
import { noise } from '../support/noise.ts';

const outputs = ['features', 'size', 'owner', 'best', 'counts'] as const;

const bits = (given: TowerOutputs) =>
  outputs.map((name) => {
    const { data, dims } = given[name] ?? { data: [], dims: [] };
    const numbers = name === 'counts' ? Float64Array.from(data, Number) : (data as Float32Array);
    return [name, dims, Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('hex')];
  });

/** The layers that each run began at; -1 stands for the pixels. */
async function observed(directory: string, threads = 1) {
  const checkpoint = await openEncoder(directory);
  const real = sessionFactory(checkpoint, { ...cpu(), threads });
  const begun: number[] = [];
  const factory: SessionFactory = {
    device: real.device,
    async open(build) {
      const session = await real.open(build);
      return {
        run: (feeds, into, only) => {
          const begin = feeds['begin'];
          if (begin !== undefined) begun.push(Number(begin.data[0]));
          return session.run(feeds, into, only);
        },
        release: () => session.release(),
      };
    },
  };
  const { vision } = checkpoint.spec;
  const whole = await factory.open((context) => mergedVisionGraph(context, vision));
  return { vision, begun, whole, tower: await openResumableTower(factory, vision) };
}

const feedsOf = (vision: VisionSpec, seed: number): PixelFeeds => ({
  pixel_values: {
    data: noise(3 * vision.imageSize ** 2, seed),
    dims: [1, 3, vision.imageSize, vision.imageSize],
  },
});
const ruleFeeds = ({ executedLayers }: VisionSpec, rule: MergeRule): MergeFeeds => {
  const { thresholds, limits } = mergeInputs(rule);
  const dims = [executedLayers];
  return { thresholds: { data: thresholds, dims }, limits: { data: limits, dims } };
};

const models = {
  'a CLIP, with a class token': goldenModel('llava15-clip'),
  'a SigLIP': goldenModel('llava15-siglip'),
  'the embedded model': bundledModel(),
};

describe.each(Object.entries(models))('%s', (name, directory) => {
  let vision: VisionSpec;
  let tower: ResumableTower;
  let whole: Session;
  let begun: number[];

  beforeAll(async () => {
    ({ vision, tower, whole, begun } = await observed(directory));
  });
  afterAll(() => Promise.all([tower.release(), whole.release()]));

  const same = async (pixels: PixelFeeds, rule: MergeRule): Promise<number | undefined> => {
    const feeds = ruleFeeds(vision, rule);
    const before = begun.length;
    const given = await tower.run(pixels, feeds, true);
    expect(bits(given.outputs)).toEqual(bits(await whole.run({ ...pixels, ...feeds })));
    expect(given.resumed).toBe(begun[before] !== -1);
    return begun[before];
  };

  it('gives what a whole run gives, whatever was run before', async () => {
    const layers = vision.executedLayers;
    const threshold = fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constant(1));
    const rule: fc.Arbitrary<MergeRule> = fc.oneof(
      fc.record({
        by: fc.constant('threshold' as const),
        thresholds: fc.array(threshold, { minLength: layers, maxLength: layers }),
      }),
      fc.record({
        by: fc.constant('count' as const),
        rows: fc.array(fc.nat(Math.floor(vision.patches / 8)), { minLength: layers, maxLength: layers }),
      }),
    );
    /** A rule, from which layer on it is the next one's, and the picture. */
    const step = fc.tuple(rule, fc.nat(layers), fc.integer({ min: 1, max: 2 }));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 5 }), async (steps) => {
        let last: MergeRule | undefined;
        for (const [next, from, seed] of steps) {
          last = last === undefined ? next : spliced(last, next, from);
          await same(feedsOf(vision, seed), last);
        }
      }),
      { numRuns: name === 'the embedded model' ? 4 : 12 },
    );
  });

  it('begins at the layer that merges otherwise, and computes nothing where none does', async () => {
    const layers = vision.executedLayers;
    const pixels = feedsOf(vision, 7);
    const counts = (rows: readonly number[]): MergeRule => ({ by: 'count', rows });
    const one = new Array<number>(layers).fill(1);
    expect(await same(pixels, counts(one))).toBe(-1);
    expect(await same(pixels, counts(one))).toBeUndefined();
    expect(await same(pixels, counts(one.with(layers - 1, 2)))).toBe(layers - 1);
    expect(await same(pixels, counts(one.with(0, 0)))).toBe(0);
    expect(await same(pixels, counts(one.with(1, 0)))).toBe(1); // not from the newest, which began otherwise
    expect(await same(feedsOf(vision, 8), counts(one))).toBe(-1);
    expect(await same(pixels, counts(one))).toBeUndefined();
  });

  it('computes everything where it is not asked to go on', async () => {
    const pixels = feedsOf(vision, 7);
    const rule = ruleFeeds(vision, { by: 'count', rows: new Array<number>(vision.executedLayers).fill(1) });
    const known = await tower.run(pixels, rule, true);
    const before = begun.length;
    const given = await tower.run(pixels, rule, false);
    expect(bits(given.outputs)).toEqual(bits(known.outputs));
    expect(given.resumed).toBe(false);
    expect(begun.slice(before)).toEqual([-1]);
  });
});

/** The layers before `from` are those of one rule, the others of the next; only rules of one kind can be put together. */
function spliced(one: MergeRule, next: MergeRule, from: number): MergeRule {
  if (one.by === 'count' && next.by === 'count')
    return { by: 'count', rows: [...one.rows.slice(0, from), ...next.rows.slice(from)] };
  if (one.by === 'threshold' && next.by === 'threshold')
    return {
      by: 'threshold',
      thresholds: [...one.thresholds.slice(0, from), ...next.thresholds.slice(from)],
    };
  return next;
}
