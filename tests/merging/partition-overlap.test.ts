import { describe, expect, it } from 'vitest';
import { partitionOverlap } from '../../src-engine/merging/partition-overlap.ts';

describe('partitionOverlap', () => {
  it('is 1 for the same groups under other numbers', () => {
    expect(partitionOverlap(Int32Array.of(0, 0, 1, 2), Int32Array.of(2, 2, 0, 1))).toBe(1);
  });

  it('is the mean share of common company', () => {
    // {0,1},{2,3} against {0,1,2},{3}: 2/3, 2/3, 1/4, 1/2
    const overlap = partitionOverlap(Int32Array.of(0, 0, 1, 1), Int32Array.of(0, 0, 0, 1));
    expect(overlap).toBeCloseTo((2 / 3 + 2 / 3 + 1 / 4 + 1 / 2) / 4, 12);
  });

  it('takes patches that no token holds for groups of their own', () => {
    expect(partitionOverlap(Int32Array.of(0, -1, -1), Int32Array.of(0, -1, -1))).toBe(1);
    expect(partitionOverlap(Int32Array.of(0, -1, -1), Int32Array.of(0, 1, 1))).toBeCloseTo(2 / 3, 12);
  });
});
