import { expect, it } from 'vitest';
import type { GraphContext } from '../../src-engine/graph/layers.ts';
import { ModelBuilder } from '../../src-engine/graph/model-builder.ts';
import { proportionalAttention } from '../../src-engine/graph/vision-block.ts';
import { createSession, floats } from '../../src-engine/runtime/onnx.ts';
import { noise } from '../support/noise.ts';

const none: GraphContext['weights'] = {
  get: (name) => {
    throw new RangeError(name);
  },
  has: () => false,
  names: () => [],
};

async function weighted(onProcessor: boolean, heads: number, headDim: number, rows: number, threads: number) {
  const builder = new ModelBuilder((file) => file);
  const width = heads * headDim;
  const input = (name: string) => builder.input(name, 'f32', ['n', width]);
  const out = proportionalAttention(
    {
      builder,
      weights: none,
      attention: 'fused',
      onProcessor,
      gathersHalf: true,
      joinsProducts: false,
      productForm: () => ({ kind: 'dense' }),
    },
    { heads, headDim, width, patches: 256 },
    { query: input('query'), keys: input('keys'), value: input('value') },
    builder.input('size', 'f32', ['n', 1]),
  );
  builder.output('out', out, 'f32', ['n', width]);
  const session = await createSession(builder.build('attention'), {
    provider: 'cpu',
    threads,
    weightsRoot: '/',
  });
  const rowsOf = (seed: number) => ({ data: noise(rows * width, seed), dims: [rows, width] });
  const size = Float32Array.from({ length: rows }, (_, row) => 1 + ((7 * row) % 5));
  const outputs = await session.run({
    query: rowsOf(1),
    keys: rowsOf(2),
    value: rowsOf(3),
    size: { data: size, dims: [rows, 1] },
  });
  await session.release();
  return floats(outputs, 'out');
}

// What merges hangs on the last bits of what this computes: a form of attention that rounds otherwise would give other owner maps.
it.each([
  [3, 64, 256, 2],
  [3, 64, 47, 2],
  [2, 16, 33, 1],
  [4, 64, 2, 1],
  [1, 64, 1, 1],
])(
  'gives the fused operator’s weighted attention to the last bit on a processor: %i heads of %i, %i tokens, %i threads',
  async (heads, headDim, rows, threads) => {
    const fused = await weighted(false, heads, headDim, rows, threads);
    const strided = await weighted(true, heads, headDim, rows, threads);
    expect(strided.every(Number.isFinite)).toBe(true);
    expect(new Uint8Array(strided.buffer)).toEqual(new Uint8Array(fused.buffer));
  },
);
