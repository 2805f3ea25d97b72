import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockShape, codesShape, scalesShape } from '../../src-engine/checkpoint/quantised/block-format.ts';
import { quantiseColumns } from '../../src-engine/checkpoint/quantised/quantise-columns.ts';
import { quantiseRows } from '../../src-engine/checkpoint/quantised/quantise-rows.ts';
import { ModelBuilder, elementType, type Value } from '../../src-engine/graph/model-builder.ts';
import { blocksProduct, columnsProduct, denseProduct, halfProduct } from '../../src-engine/graph/product.ts';
import { whyNotIntegers } from '../../src-engine/inference/integer-probe.ts';
import { createSession, floats } from '../../src-engine/runtime/onnx.ts';
import { dequantise } from '../checkpoint/quantised/dequantise.ts';
import { noise } from '../support/noise.ts';

interface Sides {
  readonly rows: number;
  readonly columns: number; // K
  readonly outputs: number; // N
}

async function run(
  { rows, columns, outputs }: Sides,
  x: Float32Array,
  write: (builder: ModelBuilder, x: Value) => Value,
): Promise<Float32Array> {
  const builder = new ModelBuilder((file) => file);
  const input = builder.input('x', 'f32', [rows, columns]);
  builder.output('y', write(builder, input), 'f32', [rows, outputs]);
  const session = await createSession(builder.build('product'), {
    provider: 'cpu',
    threads: 1,
    weightsRoot: '/',
  });
  const results = await session.run({ x: { data: x, dims: [rows, columns] } });
  await session.release();
  return floats(results, 'y');
}

/** x Wᵀ + b in double precision; `stride` is the length of a row of `weight`. */
function reference(
  { rows, columns, outputs }: Sides,
  x: Float32Array,
  weight: Float32Array,
  bias: Float32Array,
  stride = columns,
): Float64Array {
  return Float64Array.from({ length: rows * outputs }, (_, index) => {
    const row = Math.floor(index / outputs);
    const output = index % outputs;
    let sum = bias[output]!;
    for (let k = 0; k < columns; k += 1) sum += x[row * columns + k]! * weight[output * stride + k]!;
    return sum;
  });
}

/** What rounding a row's blocks of 32 to int8 can move an output by: half a step for every number, times its weight. */
function activationBound(
  { columns, outputs }: Sides,
  x: Float32Array,
  weight: Float32Array,
  stride: number,
  index: number,
): number {
  const row = Math.floor(index / outputs);
  const output = index % outputs;
  let bound = 0;
  for (let from = 0; from < columns; from += 32) {
    const to = Math.min(columns, from + 32);
    let largest = 0;
    let weights = 0;
    for (let k = from; k < to; k += 1) {
      largest = Math.max(largest, Math.abs(x[row * columns + k]!));
      weights += Math.abs(weight[output * stride + k]!);
    }
    bound += (largest / 127 / 2) * weights;
  }
  return bound;
}

const sides = fc.record({
  rows: fc.integer({ min: 1, max: 40 }),
  columns: fc.constantFrom(32, 40, 64, 96, 176, 192),
  outputs: fc.constantFrom(7, 16, 96, 406),
});

describe('blocksProduct', () => {
  it.each([4, 8] as const)(
    'int%d: is the product with the restored weights, but for the rounding of activations',
    async (bits) => {
      await fc.assert(
        fc.asyncProperty(sides, fc.integer(), async (given, seed) => {
          const { rows, columns, outputs } = given;
          const shape = blockShape([outputs, columns], bits);
          const codes = new Uint8Array(outputs * shape.blocks * shape.blockBytes);
          const scales = new Float32Array(outputs * shape.blocks);
          const [x, weight, bias] = [
            noise(rows * columns, seed),
            noise(outputs * columns, seed + 1),
            noise(outputs, seed + 2),
          ];
          quantiseRows(weight, columns, bits, { codes, scales });
          const got = await run(given, x, (builder, input) =>
            blocksProduct(
              builder,
              input,
              shape,
              builder.bytes(codes, codesShape(shape)),
              builder.floats(scales, scalesShape(shape)),
              builder.floats(bias, [outputs]),
            ),
          );
          const restored = dequantise(codes, scales, bits);
          const stride = shape.blocks * 32;
          reference(given, x, restored, bias, stride).forEach((expected, index) => {
            const bound = activationBound(given, x, restored, stride, index);
            expect(Math.abs(got[index]! - expected)).toBeLessThanOrEqual(bound * 1.01 + 1e-5);
          });
        }),
        { numRuns: 25 },
      );
    },
  );

  it('works without a bias', async () => {
    const given = { rows: 2, columns: 32, outputs: 1 };
    const shape = blockShape([1, 32], 8);
    const codes = new Uint8Array(32).fill(130); // two steps of a half: 1
    const got = await run(given, new Float32Array(64).fill(1), (builder, input) =>
      blocksProduct(
        builder,
        input,
        shape,
        builder.bytes(codes, codesShape(shape)),
        builder.floats(Float32Array.of(0.5), scalesShape(shape)),
      ),
    );
    expect([...got]).toEqual([32, 32]);
  });
});

/** Where the processor cuts such products off the engine does not use them; tests/inference/integer-probe.test.ts says so there. */
const cutOff = await whyNotIntegers('cpu');
const productsThatHold = cutOff === undefined ? ['columnsProduct'] : [];

describe.each(productsThatHold)('%s', () => {
  /** Restored from codes: what the product would be if activations were not rounded. */
  const quantised = (weight: Float32Array, { outputs, columns }: Sides) => {
    const codes = new Int8Array(weight.length);
    const scales = new Float32Array(outputs);
    quantiseColumns(weight, 0, { rows: outputs, columns }, { codes, scales });
    const restored = weight.map((_, index) => {
      const [output, k] = [Math.floor(index / columns), index % columns];
      return codes[k * outputs + output]! * scales[output]!;
    });
    return { codes, scales, restored };
  };
  const product = (given: Sides, x: Float32Array, weight: Float32Array, bias: Float32Array) => {
    const { codes, scales } = quantised(weight, given);
    return run(given, x, (builder, input) =>
      columnsProduct(
        builder,
        input,
        builder.bytes(codes, [given.columns, given.outputs]),
        builder.floats(scales, [given.outputs]),
        builder.floats(bias, [given.outputs]),
      ),
    );
  };

  it('is the product with the restored weights, but for half a step of every row', async () => {
    await fc.assert(
      fc.asyncProperty(sides, fc.integer(), async (given, seed) => {
        const { rows, columns, outputs } = given;
        const [x, weight] = [noise(rows * columns, seed), noise(outputs * columns, seed + 1)];
        // Rows of very different size: each has its own step.
        for (let at = 0; at < x.length; at += 1) x[at]! *= 10 ** ((Math.floor(at / columns) % 5) - 2);
        const bias = noise(outputs, seed + 2);
        const got = await product(given, x, weight, bias);
        const { restored } = quantised(weight, given);
        reference(given, x, restored, bias).forEach((expected, index) => {
          const row = Math.floor(index / outputs) * columns;
          const output = (index % outputs) * columns;
          const step =
            x.subarray(row, row + columns).reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127;
          const weights = restored
            .subarray(output, output + columns)
            .reduce((sum, value) => sum + Math.abs(value), 0);
          expect(Math.abs(got[index]! - expected)).toBeLessThanOrEqual((step / 2) * weights * 1.01 + 1e-5);
        });
      }),
      { numRuns: 25 },
    );
  });

  it('leaves a row of zeros at the bias', async () => {
    const given = { rows: 2, columns: 32, outputs: 2 };
    const x = new Float32Array(64).fill(1, 32);
    const got = await product(given, x, new Float32Array(64).fill(0.5), Float32Array.of(3, -1));
    expect([...got.subarray(0, 2)]).toEqual([3, -1]);
    expect(got[2]).toBeCloseTo(19, 4);
  });
});

describe('columnsProduct in a graph', () => {
  it('rounds the same rows once for several products', () => {
    const builder = new ModelBuilder((file) => file);
    const x = builder.input('x', 'f32', ['rows', 8]);
    const codes = builder.bytes(new Int8Array(64), [8, 8]);
    const scales = builder.floats(new Float32Array(8), [8]);
    columnsProduct(builder, x, codes, scales);
    columnsProduct(builder, x, codes, scales);
    const names = Buffer.from(builder.build('g'))
      .toString('latin1')
      .match(/QuantizeLinear_\d+/gu);
    expect(new Set(names).size).toBe(1);
  });
});

describe('halfProduct and denseProduct', () => {
  const given = { rows: 5, columns: 96, outputs: 16 };
  const [x, weight, bias] = [noise(5 * 96, 1), noise(16 * 96, 2), noise(16, 3)];
  const largest = (got: Float32Array): number =>
    reference(given, x, weight, bias).reduce(
      (most, value, index) => Math.max(most, Math.abs(value - got[index]!)),
      0,
    );

  it('agree with the reference to their precision', async () => {
    const dense = await run(given, x, (builder, input) =>
      denseProduct(builder, input, builder.floats(weight, [16, 96]), builder.floats(bias, [16])),
    );
    expect(largest(dense)).toBeLessThan(1e-5);
    const half = await run(given, x, (builder, input) => {
      const narrow = builder.op('Cast', [builder.floats(weight, [16, 96])], { to: elementType.f16 });
      return halfProduct(builder, input, narrow, builder.floats(bias, [16]));
    });
    expect(largest(half)).toBeLessThan(1e-2);
    expect(largest(half)).toBeGreaterThan(1e-4); // it is fp16 indeed
  });
});
