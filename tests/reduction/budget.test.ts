import { describe, expect, it } from 'vitest';
import { budgetRemarks, countOf, parseAmount, parseCount } from '../../src-engine/reduction/budget.ts';

describe('budgetRemarks', () => {
  it('says what stands in the place of a budget beyond the calibration', () => {
    expect(budgetRemarks({ asked: 5, used: 38.25, reach: [38.25, 256] })).toEqual([
      'The budget of 5 tokens is beyond the calibration, which reaches averages from 38.3 to 256; 38.3 is used instead.',
    ]);
  });

  it('says nothing where the budget is met, or none was asked for', () => {
    expect(budgetRemarks({ asked: 90, used: 90, reach: [38, 256] })).toEqual([]);
    expect(budgetRemarks(null)).toEqual([]);
  });
});

describe('amounts', () => {
  it('are shares up to one and tokens above', () => {
    expect(parseAmount('1')).toEqual({ kind: 'share', share: 1 });
    expect(parseAmount('1.5')).toEqual({ kind: 'tokens', tokens: 1.5 });
    expect(parseCount('1.5')).toBeUndefined();
    expect(parseCount('low')).toBeUndefined();
  });

  it('leave a token of the smallest share', () => {
    expect(countOf({ kind: 'share', share: 0.001 }, 256)).toBe(1);
    expect(countOf({ kind: 'share', share: 0.34 }, 256)).toBe(87); // 87.04
  });
});
