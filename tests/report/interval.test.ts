import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratioInterval, studentQuantile } from '../../src-engine/report/interval.ts';

describe('studentQuantile', () => {
  it.each([
    [1, 12.706],
    [4, 2.776],
    [10, 2.228],
    [11, 2.201],
    [20, 2.086],
    [60, 2.0],
    [999, 1.962],
  ])('of %d degrees is %d, as tables have it', (degrees, quantile) => {
    expect(studentQuantile(degrees)).toBeCloseTo(quantile, 3);
  });

  it('never rises with more measurements', () => {
    for (let degrees = 1; degrees < 60; degrees += 1) {
      expect(studentQuantile(degrees + 1)).toBeLessThan(studentQuantile(degrees));
    }
  });
});

describe('ratioInterval', () => {
  it('of one ratio is unknown', () => {
    expect(ratioInterval([2])).toBeUndefined();
  });

  it('of equal ratios is that ratio', () => {
    const [low, high] = ratioInterval([2, 2, 2]) ?? [0, 0];
    expect(low).toBeCloseTo(2, 12);
    expect(high).toBeCloseTo(2, 12);
  });

  it('is Student’s, in logarithms', () => {
    // Logarithms -0.1, 0, 0.1: mean 0, deviation 0.1, 4.303 * 0.1 / sqrt(3) = 0.24843.
    const [low, high] = ratioInterval([Math.exp(-0.1), 1, Math.exp(0.1)]) ?? [0, 0];
    expect(Math.log(low)).toBeCloseTo(-0.24843, 4);
    expect(Math.log(high)).toBeCloseTo(0.24843, 4);
  });

  it('turns over when the two ways are exchanged', () => {
    const ratios = fc.array(fc.double({ min: 0.2, max: 5, noNaN: true }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(ratios, (values) => {
        const [low, high] = ratioInterval(values) ?? [0, 0];
        const [turnedLow, turnedHigh] = ratioInterval(values.map((value) => 1 / value)) ?? [0, 0];
        expect(turnedLow * high).toBeCloseTo(1, 6);
        expect(turnedHigh * low).toBeCloseTo(1, 6);
      }),
    );
  });
});
