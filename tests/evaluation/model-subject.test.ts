import { describe, expect, it } from 'vitest';
import { describePlan } from '../../src-engine/evaluation/model-subject.ts';

/** Stored by the first versions: whatever changes here loses every user's answers of interrupted evaluations. */
describe('describePlan', () => {
  it('says what earlier versions wrote for the methods that they had', () => {
    expect(describePlan({ kind: 'plain' })).toBe('none');
    expect(
      describePlan({ kind: 'merge', rule: { by: 'threshold', thresholds: [0.5, 1, 0.75] }, budget: null }),
    ).toBe('[[0.5,1.0000000150474662e+30,0.75],[1073741824,1073741824,1073741824]]');
    expect(describePlan({ kind: 'merge', rule: { by: 'count', rows: [4, 0, 3] }, budget: null })).toBe(
      '[[-2,-2,-2],[4,0,3]]',
    );
  });

  it('tells further methods apart by their kind and count', () => {
    expect(describePlan({ kind: 'pool', tokens: 64 })).toBe('pool 64');
    expect(describePlan({ kind: 'select', tokens: 64 })).toBe('select 64');
  });
});
