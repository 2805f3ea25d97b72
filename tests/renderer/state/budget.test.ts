import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usualModes, whyNotMode } from '../../../renderer/state/evaluation/modes.ts';
import { fakeModel } from '../../support/fake-engine.ts';
import {
  firstTokens,
  fitTokens,
  reductionFor,
  methodFor,
  methodsFor,
  rangeOf,
  ticksOf,
} from '../../../renderer/state/budget.ts';

const bare = { ...fakeModel, calibration: null };

describe('rangeOf', () => {
  it('reaches from the smallest average of the calibration to all tokens', () => {
    expect(rangeOf('dymu', fakeModel)).toEqual({ min: 16, max: 256, reach: 240 });
  });

  it('knows no calibration in the exact mode', () => {
    expect(rangeOf('tome', fakeModel)).toEqual({ min: 1, max: 256, reach: 256 });
  });
});

describe('fitTokens', () => {
  it('snaps to the reach or to all tokens, since nothing lies between', () => {
    const range = rangeOf('dymu', fakeModel);
    expect(fitTokens(245, range)).toBe(240);
    expect(fitTokens(250, range)).toBe(256);
    expect(fitTokens(3, range)).toBe(16);
  });

  it('gives whole numbers that can be asked for, and fits them to themselves', () => {
    fc.assert(
      fc.property(fc.double({ min: -500, max: 900, noNaN: true }), (wish) => {
        const range = rangeOf('dymu', fakeModel);
        const tokens = fitTokens(wish, range);
        expect(Number.isInteger(tokens)).toBe(true);
        expect(tokens === range.max || (tokens >= range.min && tokens <= range.reach)).toBe(true);
        expect(fitTokens(tokens, range)).toBe(tokens);
      }),
    );
  });
});

describe('reductionFor', () => {
  it.each(['pool', 'visionzip'] as const)('asks %s for exactly as many tokens', (method) => {
    const budget = { kind: 'tokens', tokens: 90 };
    expect(reductionFor({ method, tokens: 90 }, fakeModel)).toEqual({ method, budget });
    expect(reductionFor({ method, tokens: 256 }, fakeModel)).toEqual({ method: 'none' });
    expect(methodFor(method, { ...fakeModel, calibration: null })).toBe(method);
  });

  it('asks for an average in the adaptive mode and for a count in the exact one', () => {
    expect(reductionFor({ method: 'dymu', tokens: 90 }, fakeModel)).toEqual({
      method: 'dymu',
      budget: { kind: 'tokens', tokens: 90 },
    });
    expect(reductionFor({ method: 'tome', tokens: 90 }, fakeModel)).toEqual({
      method: 'tome',
      budget: { kind: 'tokens', tokens: 90 },
    });
  });

  it('asks for no merging at the end of the slider', () => {
    expect(reductionFor({ method: 'dymu', tokens: 256 }, fakeModel)).toEqual({ method: 'none' });
    expect(reductionFor({ method: 'tome', tokens: 256 }, fakeModel)).toEqual({ method: 'none' });
  });

  it('is exact without a calibration, whatever the switch says', () => {
    expect(methodFor('dymu', bare)).toBe('tome');
    expect(reductionFor({ method: 'dymu', tokens: 85 }, bare)).toEqual({
      method: 'tome',
      budget: { kind: 'tokens', tokens: 85 },
    });
  });
});

describe('a model whose pictures keep their shape', () => {
  const shaped = { ...bare, tokensPerView: 2304, cellsPerView: 576, anyShape: true } as const;

  it('has the methods that act behind the encoder, and DART where another was chosen', () => {
    expect(methodsFor(shaped)).toEqual(['rows', 'pool', 'dart']);
    expect(methodFor('dymu', shaped)).toBe('dart');
    expect(methodFor('rows', shaped)).toBe('dart'); // no calibration of its rows
    expect(firstTokens(shaped)).toBe(192);
  });

  it('is asked for shares, since its pictures differ in size', () => {
    expect(reductionFor({ method: 'dart', tokens: 144 }, shaped)).toEqual({
      method: 'dart',
      budget: { kind: 'share', share: 0.25 },
    });
    expect(reductionFor({ method: 'dart', tokens: 576 }, shaped)).toEqual({ method: 'none' });
  });

  it('is evaluated at shares of its rows', () => {
    expect(usualModes(shaped)).toEqual(['full', 'dart:68%', 'dart:34%', 'dart:15%']);
    expect(whyNotMode('dymu:low', shaped, [])).toBe('This method is not made for models of this kind.');
  });
});

describe('ticks and first stand', () => {
  it('are the presets', () => {
    expect(ticksOf(fakeModel).map(({ name, tokens }) => `${name} ${tokens}`)).toEqual([
      'low 40',
      'mid 90',
      'high 160',
      'all 256',
    ]);
    expect(firstTokens(fakeModel)).toBe(90);
  });

  it('do without presets', () => {
    expect(ticksOf(bare)).toEqual([{ tokens: 256, name: 'all' }]);
    expect(firstTokens(bare)).toBe(85);
  });
});
