import { describe, expect, it } from 'vitest';
import { referenceAttention, referenceRotary } from '../../src-engine/runtime/reference-attention.ts';

const shape = { rows: 2, heads: 1, kvHeads: 1, headDim: 2 };

describe('referenceAttention', () => {
  it('mixes values by softmax of scaled products', () => {
    const query = Float32Array.of(1, 0, 0, 1);
    const value = Float32Array.of(1, 0, 0, 1);
    const out = referenceAttention({ query, key: query, value }, shape, { causal: false });
    const near = 1 / (1 + Math.exp(-Math.SQRT1_2));
    expect(out[0]).toBeCloseTo(near, 12);
    expect(out[1]).toBeCloseTo(1 - near, 12);
  });

  it('sees no later row when causal', () => {
    const query = Float32Array.of(1, 0, 0, 1);
    const value = Float32Array.of(5, 6, 7, 8);
    const out = referenceAttention({ query, key: query, value }, shape, { causal: true });
    expect(Array.from(out.subarray(0, 2))).toEqual([5, 6]);
  });

  it('counts a key of size 3 as three equal keys', () => {
    const query = Float32Array.of(1, 0, 0.5, 0.5);
    const value = Float32Array.of(1, 2, 3, 4);
    const biased = referenceAttention({ query, key: query, value }, shape, {
      bias: [Math.log(3), 0],
      causal: false,
    });
    const copies = {
      query: Float32Array.of(1, 0, 1, 0, 1, 0, 0.5, 0.5),
      value: Float32Array.of(1, 2, 1, 2, 1, 2, 3, 4),
    };
    const spread = referenceAttention(
      { ...copies, key: copies.query },
      { ...shape, rows: 4 },
      { causal: false },
    );
    expect(biased[0]).toBeCloseTo(spread[0]!, 12);
    expect(biased[2]).toBeCloseTo(spread[6]!, 12);
  });
});

describe('referenceRotary', () => {
  it('leaves position 0 alone and turns position 1', () => {
    const turned = referenceRotary(Float32Array.of(1, 0, 1, 0), 2, 10_000, 2);
    expect(Array.from(turned.subarray(0, 2))).toEqual([1, 0]);
    expect(turned[2]).toBeCloseTo(Math.cos(1), 6);
    expect(turned[3]).toBeCloseTo(Math.sin(1), 6);
  });
});
