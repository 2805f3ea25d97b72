import { describe, expect, it } from 'vitest';
import { gapErrors } from '../../src-engine/counts/interpolation-check.ts';

describe('the error of interpolation', () => {
  it('is that of measured counts, per view, over the images where both are known', () => {
    const images = [
      { fullTokens: 100, views: 1, counts: [20, 40], between: [33, null] },
      { fullTokens: 200, views: 2, counts: [40, 80], between: [62, 150] },
      { fullTokens: 100, views: 1, counts: [null, 40], between: [null, null] },
    ];
    expect(gapErrors(images, [20, 40], 100, [30, 70])).toEqual([
      { budget: 30, images: 2, mean: 2, most: 3 }, // 30 and 60 were expected
      { budget: 70, images: 1, mean: 5, most: 5 }, // 140
    ]);
  });

  it('is not there where nothing was measured', () => {
    expect(gapErrors([{ fullTokens: 9, views: 1, counts: [4], between: [null] }], [4], 9, [6])).toEqual([]);
  });
});
