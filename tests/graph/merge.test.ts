import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headMeanKeys } from '../../src-engine/graph/merge.ts';
import { ModelBuilder } from '../../src-engine/graph/model-builder.ts';
import { opsOf } from '../../src-engine/graph/ops.ts';
import { mergeCheckGraph } from '../../src-engine/graph/self-check-graphs.ts';
import { planByCount, planByThreshold, planByTokenThresholds } from '../../src-engine/merging/merge-plan.ts';
import { mergeRows } from '../../src-engine/merging/merge-rows.ts';
import { composeOwner, identityOwner } from '../../src-engine/merging/owner-map.ts';
import { softMatching } from '../../src-engine/merging/soft-matching.ts';
import { tokenThresholds } from '../../src-engine/merging/token-thresholds.ts';
import { createSession, floats, ints } from '../../src-engine/runtime/onnx.ts';
import { largestDifference } from '../support/golden.ts';
import { noise } from '../support/noise.ts';

const UNLIMITED = 2 ** 30;

interface Case {
  readonly rows: number;
  readonly classToken: boolean;
  readonly keys: Float32Array; // [rows, width], one head
  readonly size: Float32Array;
  /** Of all rows, or of every patch. */
  readonly threshold: number | Float32Array;
  readonly limit: number;
}

/** In the form for processors, and in the one for devices: both have to give the same, to the last bit. */
async function runGraph(given: Case) {
  const own = await runForm(given, true);
  expect(await runForm(given, false)).toEqual(own);
  return own;
}

async function runForm({ rows, classToken, keys, size, threshold, limit }: Case, onProcessor: boolean) {
  const width = keys.length / rows;
  const thresholds = typeof threshold === 'number' ? Float32Array.of(threshold) : threshold;
  const model = mergeCheckGraph(
    { heads: 1, headDim: width, width, classToken },
    rows,
    onProcessor,
    typeof threshold === 'number' ? 'one' : 'a-patch',
  );
  const session = await createSession(model, { provider: 'cpu', threads: 1, weightsRoot: '/' });
  const outputs = await session.run({
    x: { data: keys, dims: [rows, width] },
    keys: { data: keys, dims: [rows, width] },
    size: { data: size, dims: [rows, 1] },
    threshold: { data: thresholds, dims: [thresholds.length] },
    limit: { data: Int32Array.of(limit), dims: [1] },
  });
  await session.release();
  return {
    x: floats(outputs, 'merged_x'),
    size: floats(outputs, 'merged_size'),
    owner: ints(outputs, 'owner'),
  };
}

const circle = (steps: readonly number[]) =>
  Float32Array.from(
    steps.flatMap((step) => [Math.cos((step * Math.PI) / 12), Math.sin((step * Math.PI) / 12)]),
  );

/** Keys in eight dimensions, where no two scores are so close that the order of summation could swap them. */
function spread(rows: number, seed: number): Float32Array {
  return noise(rows * 8, seed).map((value) => value + 0.4);
}

describe('the merge in the graph', () => {
  it('merges the worked example of the specification', async () => {
    const keys = Float32Array.of(1, 0, 1, 0, 0, 1, 0.6, 0.8, 0.8, 0.6, 0, 1);
    const size = new Float32Array(6).fill(1);
    const base = { rows: 6, classToken: false, keys, size, limit: UNLIMITED };
    const two = await runGraph({ ...base, threshold: 0.98 });
    expect(Array.from(two.owner)).toEqual([1, 1, 3, 2, 0, 3]);
    expect(Array.from(two.size)).toEqual([1, 2, 1, 2]);
    const three = await runGraph({ ...base, threshold: 0.95 });
    expect(Array.from(three.owner)).toEqual([0, 0, 2, 1, 1, 2]);
    expect(Array.from(three.size)).toEqual([2, 2, 2]);
  });

  it('leaves the sequence exactly as it is where no row is over the threshold', async () => {
    const keys = circle([0, 5, 11, 16, 21]);
    const size = Float32Array.of(1, 2, 1, 3, 1);
    const { x, owner } = await runGraph({
      rows: 5,
      classToken: false,
      keys,
      size,
      threshold: 1e30,
      limit: UNLIMITED,
    });
    expect(Array.from(owner)).toEqual([0, 1, 2, 3, 4]);
    expect(largestDifference(x, keys)).toBeLessThanOrEqual(1e-7);
  });

  it.each([1, 2, 3])('takes a sequence of %i tokens', async (rows) => {
    const keys = circle(Array.from({ length: rows }, () => 3));
    const size = new Float32Array(rows).fill(1);
    const { size: merged } = await runGraph({
      rows,
      classToken: false,
      keys,
      size,
      threshold: 0.5,
      limit: UNLIMITED,
    });
    expect(merged.length).toBe(Math.ceil(rows / 2));
    expect(merged.reduce((sum, each) => sum + each, 0)).toBe(rows);
  });

  it('merges equal patches with the lowest partner, and lower rows first', async () => {
    const keys = circle([7, 7, 7, 7, 7, 7, 7]);
    const size = new Float32Array(7).fill(1);
    const { owner } = await runGraph({ rows: 7, classToken: false, keys, size, threshold: -2, limit: 2 });
    // Rows 0 and 2 merge into the first partner (token 1); kept A: 4 and 6; then B: 1, 3, 5.
    expect(Array.from(owner)).toEqual([2, 2, 2, 3, 0, 4, 1]);
  });

  it('does what the pure functions do, by threshold and by count, with and without a class token', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 41 }),
        fc.nat(1_000_000),
        fc.boolean(),
        fc.constantFrom(0.1, 0.5, 0.7, 0.9),
        fc.option(fc.nat(20), { nil: undefined }),
        async (rows, seed, classToken, threshold, count) => {
          const prefix = classToken ? 1 : 0;
          const keys = spread(rows, seed);
          const size = Float32Array.from({ length: rows }, (_, row) =>
            classToken && row === 0 ? 1 : 1 + (row % 4),
          );
          const matching = softMatching(keys, rows, prefix);
          const plan =
            count === undefined
              ? planByThreshold(matching, rows, prefix, threshold)
              : planByCount(matching, rows, prefix, count);
          const expected = mergeRows({ hidden: keys, size }, plan);
          const got = await runGraph({
            rows,
            classToken,
            keys,
            size,
            threshold: count === undefined ? threshold : -2,
            limit: count ?? UNLIMITED,
          });
          const owner = composeOwner(identityOwner(rows - prefix), plan, prefix);
          expect(Array.from(got.owner)).toEqual(Array.from(owner));
          expect(largestDifference(got.size, expected.size)).toBeLessThanOrEqual(1e-5);
          expect(largestDifference(got.x, expected.hidden)).toBeLessThanOrEqual(1e-5);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the merge in the graph with a threshold a patch', () => {
  const random = fc.record({
    rows: fc.integer({ min: 2, max: 41 }),
    seed: fc.nat(1_000_000),
    classToken: fc.boolean(),
  });
  const sizes = (rows: number, classToken: boolean) =>
    Float32Array.from({ length: rows }, (_, row) => (classToken && row === 0 ? 1 : 1 + (row % 4)));

  it('does what the pure functions do', async () => {
    await fc.assert(
      fc.asyncProperty(
        random,
        fc.array(fc.constantFrom(-1, 0.1, 0.5, 0.7, 0.9, 1e30), { minLength: 41, maxLength: 41 }),
        async ({ rows, seed, classToken }, some) => {
          const prefix = classToken ? 1 : 0;
          const keys = spread(rows, seed);
          const size = sizes(rows, classToken);
          const ofPatches = Float32Array.from(some.slice(0, rows - prefix));
          const owner = identityOwner(rows - prefix);
          const plan = planByTokenThresholds(
            softMatching(keys, rows, prefix),
            rows,
            prefix,
            tokenThresholds(owner, ofPatches, rows, prefix),
          );
          const expected = mergeRows({ hidden: keys, size }, plan);
          const base = { rows, classToken, keys, size, limit: UNLIMITED };
          const got = await runGraph({ ...base, threshold: ofPatches });
          expect(Array.from(got.owner)).toEqual(Array.from(composeOwner(owner, plan, prefix)));
          expect(largestDifference(got.size, expected.size)).toBeLessThanOrEqual(1e-5);
          expect(largestDifference(got.x, expected.hidden)).toBeLessThanOrEqual(1e-5);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is the merge with one threshold to the last bit where all patches have the same', async () => {
    await fc.assert(
      fc.asyncProperty(random, fc.constantFrom(0.1, 0.5, 0.7, 0.9, 1e30), async (given, threshold) => {
        const { rows, seed, classToken } = given;
        const size = sizes(rows, classToken);
        const base = { rows, classToken, keys: spread(rows, seed), size, limit: UNLIMITED };
        const ofPatches = new Float32Array(rows - Number(classToken)).fill(threshold);
        expect(await runGraph({ ...base, threshold: ofPatches })).toEqual(
          await runGraph({ ...base, threshold }),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('the metric of soft matching', () => {
  it.each([1, 2, 3, 4, 16])('is the runtime’s own mean over %i heads to the last bit', async (heads) => {
    const [rows, headDim] = [37, 64];
    const builder = new ModelBuilder((file) => file);
    const op = opsOf(builder);
    const keys = builder.input('keys', 'f32', ['n', heads * headDim]);
    const mean = op.mean(op.reshape(keys, [0, heads, headDim]), 1);
    builder.output('metric', headMeanKeys(builder, { heads, headDim }, keys), 'f32', ['n', headDim]);
    builder.output('expected', op.normalised(mean), 'f32', ['n', headDim]);
    const session = await createSession(builder.build('metric'), {
      provider: 'cpu',
      threads: 1,
      weightsRoot: '/',
    });
    const data = noise(rows * heads * headDim, heads);
    const outputs = await session.run({ keys: { data, dims: [rows, heads * headDim] } });
    await session.release();
    expect(floats(outputs, 'metric')).toEqual(floats(outputs, 'expected'));
  });
});
