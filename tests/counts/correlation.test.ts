import { describe, expect, it } from 'vitest';
import { correlationOf } from '../../src-engine/counts/correlation.ts';

describe('correlation', () => {
  it('is 1 for a rising line, -1 for a falling one', () => {
    expect(correlationOf([1, 2, 3], [10, 20, 30])).toEqual({ n: 3, linear: 1, rank: 1 });
    expect(correlationOf([1, 2, 3], [3, 2, 1]).linear).toBe(-1);
  });

  it('of ranks sees order alone, and ties share their rank', () => {
    const { linear, rank } = correlationOf([1, 2, 3, 4], [1, 10, 100, 1000]);
    expect(rank).toBe(1);
    expect(linear).toBeCloseTo(0.8241, 3);
    expect(correlationOf([1, 1, 2, 3], [1, 2, 3, 4]).rank).toBeCloseTo(0.9487, 4);
  });

  it('leaves out pairs that are not known, and is not known where one side does not vary', () => {
    expect(correlationOf([1, NaN, 2, 3], [2, 5, NaN, 6]).n).toBe(2);
    expect(correlationOf([1, 2], [5, 5]).linear).toBeNaN();
  });
});
