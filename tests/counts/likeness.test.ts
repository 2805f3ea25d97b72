import { describe, expect, it } from 'vitest';
import { likenessOf } from '../../src-engine/counts/likeness.ts';

const point = { mean: 100, std: 20, quantiles: [50, 70, 75, 85, 100, 115, 125, 130, 160] };
const around = (mean: number, n = 100) => Array.from({ length: n }, (_, i) => mean + 20 * Math.sin(i));

describe('the likeness of images to those of a calibration', () => {
  it('is given where they keep about as many tokens', () => {
    expect(likenessOf(around(103), point)).toMatchObject({ images: 100, budget: 100, alike: true });
  });

  it('is not where their average is another one', () => {
    const likeness = likenessOf(around(128), point);
    expect(likeness?.alike).toBe(false);
    expect(likeness?.mean).toBeCloseTo(128, 0);
  });

  it('is not where many lie outside what is usual, whatever their average', () => {
    const extremes = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 40 : 160));
    expect(likenessOf(extremes, point)).toMatchObject({ mean: 100, outside: 1, alike: false });
  });

  it('is not judged from a few', () => {
    expect(likenessOf(around(200, 19), point)).toBeUndefined();
  });
});
