import { describe, expect, it } from 'vitest';
import { spreadOf } from '../../src-engine/report/spread.ts';

describe('spreadOf', () => {
  it('takes the middle, or the mean of both', () => {
    expect(spreadOf([5, 1, 3])).toEqual({ median: 3, min: 1, max: 5 });
    expect(spreadOf([4, 1, 2, 9])).toEqual({ median: 3, min: 1, max: 9 });
  });

  it('of nothing is no number', () => {
    expect(spreadOf([])).toEqual({ median: NaN, min: NaN, max: NaN });
  });
});
