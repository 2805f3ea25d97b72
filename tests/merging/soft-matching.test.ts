import { describe, expect, it } from 'vitest';
import { softMatching } from '../../src-engine/merging/soft-matching.ts';

// The worked example of docs/architecture.md: A = tokens 0, 2, 4 and B = tokens 1, 3, 5.
const example = Float32Array.of(1, 0, 1, 0, 0, 1, 0.6, 0.8, 0.8, 0.6, 0, 1);

describe('softMatching', () => {
  it('finds the best odd token for every even token', () => {
    const { best, partner } = softMatching(example, 6, 0);
    expect(Array.from(partner)).toEqual([0, 2, 1]);
    expect(best[0]).toBe(1);
    expect(best[1]).toBe(1);
    expect(best[2]).toBeCloseTo(0.96, 6);
  });

  it('compares directions, not lengths', () => {
    const scaled = example.map((value, at) => value * (1 + Math.floor(at / 2)));
    expect(softMatching(scaled, 6, 0).partner).toEqual(softMatching(example, 6, 0).partner);
    expect(softMatching(scaled, 6, 0).best[2]).toBeCloseTo(0.96, 6);
  });

  it('keeps the class token from merging', () => {
    const { best, partner } = softMatching(example, 6, 1);
    expect(best[0]).toBe(-Infinity);
    expect(Array.from(partner.subarray(1))).toEqual([2, 1]);
  });

  it('gives ties to the lowest partner', () => {
    const identical = new Float32Array(10).fill(0.3);
    expect(Array.from(softMatching(identical, 5, 0).partner)).toEqual([0, 0, 0]);
  });

  it('scores a row of zeros 0 instead of dividing by its length', () => {
    const { best } = softMatching(Float32Array.of(0, 0, 1, 0, 1, 0, 0, 0), 4, 0);
    expect(Array.from(best)).toEqual([0, 1]);
  });

  it('has nothing to match a single token with', () => {
    expect(softMatching(Float32Array.of(1, 2), 1, 0)).toEqual({
      best: Float32Array.of(-Infinity),
      partner: Int32Array.of(0),
    });
  });
});
