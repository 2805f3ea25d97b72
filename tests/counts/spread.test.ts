import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enoughFor, outliersOf, quantile, sortedOf, spreadOf } from '../../src-engine/counts/spread.ts';

describe('the spread of numbers', () => {
  it('leaves out what is not known', () => {
    expect(spreadOf([4, NaN, 2, 6])).toEqual({
      n: 3,
      mean: 4,
      std: Math.sqrt(8 / 3),
      min: 2,
      max: 6,
      median: 4,
    });
    expect(spreadOf([NaN]).mean).toBeNaN();
  });

  it('has quantiles between its values', () => {
    expect([0, 0.25, 0.5, 1].map((share) => quantile([1, 2, 4, 8, 16], share))).toEqual([1, 2, 4, 16]);
    expect(quantile([1, 3], 0.75)).toBe(2.5);
  });
});

describe('what is enough', () => {
  it('is the value that a share of the images does not exceed', () => {
    const values = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect([0.95, 0.5, 1, 0].map((share) => enoughFor(values, share))).toEqual([95, 50, 100, 1]);
    expect(enoughFor([], 0.95)).toBeNaN();
  });

  it('holds for every list and share', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 100 }),
        (values, percent) => {
          const enough = enoughFor(values, percent / 100);
          const within = (limit: number) => values.filter((value) => value <= limit).length / values.length;
          expect(within(enough)).toBeGreaterThanOrEqual(percent / 100 - 1e-9);
          const below = sortedOf(values)
            .filter((value) => value < enough)
            .at(-1);
          if (below !== undefined) expect(within(below)).toBeLessThan(percent / 100);
        },
      ),
    );
  });
});

describe('outliers', () => {
  it('lie beyond the fences of the quartiles', () => {
    expect(outliersOf([10, 11, 12, 13, 14, 15, 16, 17, 60, NaN, -40])).toEqual([8, 10]);
    expect(outliersOf([1, 1, 1, 100])).toEqual([]);
  });
});
