import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawClusters, middle95 } from '../../src-engine/evaluation/bootstrap.ts';

const draws = (clusters: number, times: number): number[][] =>
  Array.from(drawClusters(clusters, times), (drawn) => [...drawn]);

describe('drawClusters', () => {
  it('draws as many clusters as there are, with replacement', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), (clusters) => {
        for (const drawn of draws(clusters, 20)) {
          expect(drawn).toHaveLength(clusters);
          expect(drawn.reduce((sum, times) => sum + times, 0)).toBe(clusters);
        }
      }),
    );
  });

  it('draws the same every time and on every machine', () => {
    expect(draws(5, 3)).toEqual(draws(5, 3));
    expect(draws(5, 3)).toEqual([
      [1, 0, 1, 1, 2],
      [0, 1, 1, 2, 1],
      [1, 1, 3, 0, 0],
    ]);
  });

  it('draws every cluster equally often', () => {
    const total = new Array<number>(8).fill(0);
    for (const drawn of draws(8, 4000)) drawn.forEach((times, cluster) => (total[cluster]! += times));
    for (const times of total) expect(Math.abs(times / 4000 - 1)).toBeLessThan(0.06); // 4 standard errors
  });
});

describe('middle95', () => {
  it('leaves 2.5 % out on each side, linear between neighbours', () => {
    const values = Array.from({ length: 201 }, (_, index) => 200 - index);
    expect(middle95(values)).toEqual([5, 195]);
    expect(middle95([1, 3])).toEqual([1.05, 2.95]);
  });

  it('leaves out what is not finite', () => {
    expect(middle95([Number.NaN, 2, Number.POSITIVE_INFINITY])).toEqual([2, 2]);
    expect(middle95([Number.NaN])).toBeUndefined();
    expect(middle95([])).toBeUndefined();
  });

  it('lies within the values, whatever their order', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 40 }), (values) => {
        const interval = middle95(values);
        expect(interval).toEqual(middle95(values.toReversed()));
        expect(interval![0]).toBeGreaterThanOrEqual(Math.min(...values));
        expect(interval![1]).toBeLessThanOrEqual(Math.max(...values));
        expect(interval![0]).toBeLessThanOrEqual(interval![1]);
      }),
    );
  });
});
