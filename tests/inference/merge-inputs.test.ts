import { describe, expect, it } from 'vitest';
import { mergeInputs } from '../../src-engine/inference/merge-inputs.ts';

describe('mergeInputs', () => {
  it('switches a layer off at a threshold of 1 or more, whatever rounding does to a cosine', () => {
    const { thresholds, limits } = mergeInputs({ by: 'threshold', thresholds: [0.5, 1, 0.9, 2, 0.99] });
    expect([...thresholds]).toEqual([0.5, 1e30, 0.9, 1e30, 0.99].map(Math.fround));
    expect([...limits]).toEqual(new Array<number>(5).fill(2 ** 30));
  });

  it('lets every cosine pass and limits the rows where their number is given', () => {
    const { thresholds, limits } = mergeInputs({ by: 'count', rows: [4, 0, 3] });
    expect([...thresholds]).toEqual([-2, -2, -2]);
    expect([...limits]).toEqual([4, 0, 3]);
  });
});
