import { describe, expect, it } from 'vitest';
import { summarise } from '../../src-engine/calibration/statistics.ts';

describe('summarise', () => {
  it('gives mean, population spread and quantiles with linear interpolation', () => {
    const { mean, std, quantiles } = summarise([40, 10, 30, 20, 50]);
    expect(mean).toBe(30);
    expect(std).toBeCloseTo(Math.sqrt(200), 12);
    expect(quantiles).toEqual(
      [10, 12, 14, 20, 30, 40, 46, 48, 50].map((value) => expect.closeTo(value, 10) as unknown),
    );
  });

  it('takes a single image as it is', () => {
    expect(summarise([7])).toEqual({ mean: 7, std: 0, quantiles: [7, 7, 7, 7, 7, 7, 7, 7, 7] });
  });
});
