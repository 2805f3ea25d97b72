import { expect, it } from 'vitest';
import { theoryShare } from '../../src-engine/report/theory-share.ts';
import { run } from './comparisons.ts';

it('is the share of multiply-adds until the first token', () => {
  const full = { ...run(), theory: { encode: 60, prefill: 40 } };
  const reduced = { ...run(), theory: { encode: 20, prefill: 5 } };
  expect(theoryShare(full, reduced)).toBe(0.25);
});
