import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ascendingOrder } from '../../src-engine/counts/ascending-order.ts';
import { correlationOf, correlationWith } from '../../src-engine/counts/correlation.ts';

/** By a comparator, which sorts stably. */
function compared(values: Float64Array): number[] {
  const rankOf = (value: number) => (Number.isNaN(value) ? 1 : 0);
  return Array.from(values, (_, index) => index).sort((a, b) => {
    const [x = 0, y = 0] = [values[a], values[b]];
    if (rankOf(x) !== rankOf(y) || rankOf(x) === 1) return rankOf(x) - rankOf(y);
    return x < y ? -1 : x > y ? 1 : 0;
  });
}

const numbers = fc.oneof(fc.double(), fc.integer({ min: -3, max: 3 }), fc.constant(-0));

describe('the order of numbers', () => {
  it('puts the smallest first, equal ones as they came, and last what is no number', () => {
    const values = Float64Array.of(3, -0, Number.NaN, 0, -Infinity, -1.5, 3, Infinity, 5e-324, Number.NaN);
    expect([...ascendingOrder(values)]).toEqual([4, 5, 1, 3, 8, 0, 6, 7, 2, 9]);
    expect(ascendingOrder(new Float64Array(0))).toHaveLength(0);
  });

  it('is that of a stable comparison, whatever the numbers', () => {
    fc.assert(
      fc.property(fc.array(numbers, { maxLength: 200 }), (list) => {
        const values = Float64Array.from(list);
        expect([...ascendingOrder(values)]).toEqual(compared(values));
      }),
    );
  });
});

describe('the order of many numbers', () => {
  const spread = fc.double({ min: 1, max: 729, noNaN: true });
  const even = fc.oneof(spread, fc.integer({ min: 1, max: 729 }), fc.constantFrom(0, -0, Number.NaN));

  it('is that of a stable comparison where they lie evenly', () => {
    fc.assert(
      fc.property(fc.array(even, { minLength: 64, maxLength: 400 }), (list) => {
        const values = Float64Array.from(list);
        expect([...ascendingOrder(values)]).toEqual(compared(values));
      }),
    );
  });

  it('is that of a stable comparison where nearly all crowd in one place, from the largest to the smallest', () => {
    const crowd = Float64Array.from({ length: 500 }, (_, index) => (index === 250 ? 1e9 : 500 - index));
    expect([...ascendingOrder(crowd)]).toEqual(compared(crowd));
  });

  it.each([
    ['all are the same', () => 7],
    ['none is a number', () => Number.NaN],
    ['one is infinite', (index: number) => (index === 9 ? -Infinity : 100 - index)],
    ['they span all that there is', (index: number) => (index % 2 === 0 ? -1 : 1) * 1.7e308],
  ])('is that of a stable comparison where %s', (_, valueAt) => {
    const values = Float64Array.from({ length: 100 }, (__, index) => valueAt(index));
    expect([...ascendingOrder(values)]).toEqual(compared(values));
  });
});

describe('a correlation with one side that stays', () => {
  it('is that of both at once, move after move, with and without pairs that are not known', () => {
    const side = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(Number.NaN)), {
      minLength: 12,
      maxLength: 12,
    });
    fc.assert(
      fc.property(side, fc.array(side, { maxLength: 4 }), (x, moves) => {
        const relate = correlationWith(x);
        for (const y of moves) expect(relate(y)).toEqual(correlationOf(x, y));
      }),
    );
  });

  it('has the ranks that counting smaller and equal ones gives', () => {
    const values = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 20, maxLength: 20 });
    const ranks = (list: readonly number[]) =>
      list.map(
        (value) => list.filter((x) => x < value).length + (list.filter((x) => x === value).length - 1) / 2,
      );
    fc.assert(
      fc.property(values, values, (x, y) => {
        expect(correlationOf(x, y).rank).toBe(correlationOf(ranks(x), ranks(y)).linear);
      }),
    );
  });
});
