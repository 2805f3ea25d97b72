import { describe, expect, it } from 'vitest';
import { countsAt } from '../../src-engine/counts/count-curve.ts';

const means = [20, 40, 80];
const patches = 100;
const at = (budget: number, image: Parameters<typeof countsAt>[0][number]) =>
  countsAt([image], means, patches, budget)[0];

describe('counts at a budget', () => {
  const image = { fullTokens: 200, counts: [30, 70, 150] }; // two views

  it('are those counted at a point, and lie on the line between two', () => {
    expect([20, 40, 80, 30, 60, 90].map((budget) => at(budget, image))).toEqual([30, 70, 150, 50, 110, 175]);
  });

  it('are all tokens at the top, and stay at the ends of the curve', () => {
    expect([100, 1000, 5].map((budget) => at(budget, image))).toEqual([200, 200, 30]);
  });

  it('span points that were not counted', () => {
    const sparse = { fullTokens: 200, counts: [30, null, 150] };
    expect([20, 40, 50].map((budget) => at(budget, sparse))).toEqual([30, 70, 90]);
    expect(at(20, { fullTokens: 200, counts: [null, 70, 150] })).toBe(70);
    expect(at(60, { fullTokens: 200, counts: [null, 100, null] })).toBeCloseTo(100 + (100 * 20) / 60);
  });

  it('are not known where nothing is', () => {
    expect(at(40, { fullTokens: null, counts: [null, null, null] })).toBeNaN();
    expect(at(90, { fullTokens: null, counts: [1, 2, 3] })).toBeNaN();
  });

  it('of a model without a calibration are all tokens', () => {
    expect([...countsAt([{ fullTokens: 100, counts: [] }], [], patches, 50)]).toEqual([100]);
  });
});
