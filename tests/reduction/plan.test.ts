import { expect, it } from 'vitest';
import { mergesNothing } from '../../src-engine/reduction/plan.ts';

it('knows a rule that lets no layer merge from one that lets a single layer merge', () => {
  expect(mergesNothing({ by: 'count', rows: [0, 0, 0] })).toBe(true);
  expect(mergesNothing({ by: 'count', rows: [0, 1, 0] })).toBe(false);
  expect(mergesNothing({ by: 'threshold', thresholds: [1, 1.5] })).toBe(true);
  expect(mergesNothing({ by: 'threshold', thresholds: [1, 0.999] })).toBe(false);
});
