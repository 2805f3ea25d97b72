import { describe, expect, it } from 'vitest';
import { spreadPlace } from '../../../renderer/charts/spread-place.ts';
import { spreadWords } from '../../../renderer/words/spread-words.ts';
import { tokenArithmetic } from '../../../renderer/words/token-arithmetic.ts';
import { fakeModel } from '../../support/fake-engine.ts';

/** At the average 100 its pictures keep 40, 60, 70, 85, 100, 115, 130, 140 and 160 tokens at 0, 5, 10, 25, 50, 75, 90, 95 and 100 %. */
const calibration = {
  ...fakeModel.calibration!,
  points: [{ target: 100, mean: 100, std: 25, quantiles: [40, 60, 70, 85, 100, 115, 130, 140, 160] }],
};
const place = (tokens: number) => spreadPlace(calibration, 100, tokens);

describe('spreadPlace', () => {
  it('is silent about pictures like the calibration’s', () => {
    expect([61, 100, 139].map(place)).toEqual([null, null, null]);
  });

  it('finds pictures beyond what 95 % of them keep, on either side', () => {
    expect(place(140)).toEqual({ side: 'above', share: 0.95 });
    expect(place(60)).toEqual({ side: 'below', share: 0.95 });
    expect(place(158)?.share).toBeGreaterThan(0.99);
    expect(place(161)).toEqual({ side: 'above', share: 1 });
    expect(place(12)).toEqual({ side: 'below', share: 1 });
  });

  it('stands equal quantiles', () => {
    const flat = {
      ...calibration,
      points: [{ ...calibration.points[0]!, quantiles: new Array(9).fill(256) }],
    };
    expect(spreadPlace(flat, 100, 256)).toBeNull();
  });
});

describe('spreadWords', () => {
  it('says how unusual the picture is and what the calibration was made on', () => {
    expect(spreadWords({ side: 'above', share: 0.995 }, calibration)).toBe(
      'This picture keeps more tokens than over 99 % of the calibration’s 64 pictures. The calibration was made on 64 images from scenes.',
    );
    expect(spreadWords({ side: 'above', share: 1 }, { ...calibration, source: '' }, 'rows')).toMatch(
      /keeps more rows than any of/,
    );
    expect(spreadWords({ side: 'below', share: 0.967 }, { ...calibration, source: '' })).toBe(
      'This picture keeps fewer tokens than 96 % of the calibration’s 64 pictures.',
    );
    expect(spreadWords({ side: 'above', share: 1 }, calibration)).toContain(
      'more tokens than any of the calibration’s 64 pictures',
    );
  });
});

describe('tokenArithmetic', () => {
  const oneView = { tokens: 108, fullTokens: 256, views: 1 };
  const views = { tokens: 1200, fullTokens: 3645, views: 5 };

  it('is silent where every number is the same', () => {
    expect(tokenArithmetic(oneView, null)).toBeNull();
    expect(tokenArithmetic(oneView, { visualTokens: 108, fullVisualTokens: 256 })).toBeNull();
  });

  it('ties encoder tokens, positions and rows together', () => {
    expect(tokenArithmetic(views, { visualTokens: 1010, fullVisualTokens: 2928 })).toBe(
      '5 views: the encoder leaves 1,200 of 3,645 tokens; in the prompt they fill 2,928 positions, for which 1,010 rows are computed.',
    );
  });

  it('counts rows where the method acts on them', () => {
    expect(tokenArithmetic({ tokens: 5, fullTokens: 45, views: 5, ofRows: true }, null)).toBe(
      '5 views: 5 of 45 rows are left; the encoder keeps every token.',
    );
  });

  it('says before an answer what is not known yet', () => {
    expect(tokenArithmetic(views, null)).toBe(
      '5 views: the encoder leaves 1,200 of 3,645 tokens; what the language model reads of them is known after an answer.',
    );
  });
});
