import { describe, expect, it } from 'vitest';
import { budgetScale } from '../../../renderer/charts/budget-scale.ts';

describe('budgetScale', () => {
  it('spreads the range over the axis', () => {
    const at = budgetScale({ min: 21, max: 256 }, 235);
    expect([at(21), at(87), at(256)]).toEqual([0, 66, 235]);
  });

  it('says where a number beyond the range would stand', () => {
    expect(budgetScale({ min: 20, max: 120 }, 1)(10)).toBeCloseTo(-0.1, 12);
  });

  it('survives a range of one number', () => {
    expect(budgetScale({ min: 1, max: 1 }, 300)(1)).toBe(0);
  });
});
