import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeMonotone } from '../../src-engine/calibration/monotone.ts';

const value = fc.double({ min: 0, max: 1, noNaN: true });

describe('makeMonotone', () => {
  it('leaves falling thresholds alone, layer by layer', () => {
    const thresholds = [
      [0.9, 1],
      [0.8, 0.95],
      [0.8, 0.5],
    ];
    expect(makeMonotone(thresholds)).toEqual(thresholds);
  });

  it('replaces a rise by the mean of those that violate the order', () => {
    expect(makeMonotone([[0.9], [0.5], [0.7], [0.1]])).toEqual([[0.9], [0.6], [0.6], [0.1]].map(closeTo));
    expect(makeMonotone([[0.25], [0.5], [0.75]])).toEqual([[0.5], [0.5], [0.5]]);
  });

  it('clips to 0..1', () => {
    expect(makeMonotone([[1.0000001], [-0.2]])).toEqual([[1], [0]]);
  });

  it('always falls, keeps the mean, and does nothing the second time', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), (column) => {
        const once = makeMonotone(column.map((threshold) => [threshold])).map(([threshold]) => threshold!);
        once.slice(1).forEach((threshold, index) => expect(threshold).toBeLessThanOrEqual(once[index]!));
        expect(sum(once)).toBeCloseTo(sum(column), 9);
        expect(makeMonotone(once.map((threshold) => [threshold]))).toEqual(
          once.map((threshold) => [threshold]),
        );
      }),
    );
  });
});

function sum(values: number[]): number {
  return values.reduce((total, each) => total + each, 0);
}

function closeTo(row: number[]): unknown[] {
  return row.map((each) => expect.closeTo(each, 12) as unknown);
}
