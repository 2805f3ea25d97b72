import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHistory } from '../../../src-engine/language/logits/history.ts';
import type { LogitsRule } from '../../../src-engine/language/logits/rule.ts';
import {
  epsilonCutoff,
  minP,
  topH,
  topK,
  topP,
  typicalP,
} from '../../../src-engine/language/logits/sampled.ts';

function kept(rule: LogitsRule, scores: readonly number[]): number[] {
  const after = Float32Array.from(scores);
  rule(after, createHistory([1]));
  return [...after].flatMap((score, id) => (Number.isFinite(score) ? [id] : []));
}

const row = fc.array(fc.integer({ min: -12, max: 12 }), { minLength: 1, maxLength: 40 }); // with equal ones
const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });

describe('rules for sampling', () => {
  it.each<[string, LogitsRule]>([
    ['top_k 1', topK(1)],
    ['top_p 0', topP(0)],
    ['min_p 1', minP(1)],
    ['top_h 0', topH(0)],
    ['typical_p 0', typicalP(0)],
    ['epsilon_cutoff 1', epsilonCutoff(1)],
  ])('%s leaves a token', (_, rule) => {
    expect(kept(rule, [0, 5, 1]).length).toBe(1);
    expect(kept(rule, [Number.NEGATIVE_INFINITY, -3])).toEqual([1]);
  });

  it('top_k keeps all that are as likely as the last', () => {
    expect(kept(topK(2), [3, 1, 3, 3, 2])).toEqual([0, 2, 3]);
    expect(kept(topK(9), [3, 1])).toEqual([0, 1]);
  });

  it('top_p keeps the fewest likeliest tokens that come to the share, equal ones counted', () => {
    fc.assert(
      fc.property(row, share, (scores, wanted) => {
        const weights = scores.map((score) => Math.exp(score));
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const ids = kept(topP(wanted), scores);
        const mass = ids.reduce((sum, id) => sum + (weights[id] ?? 0), 0) / total;
        const least = Math.min(...ids.map((id) => weights[id] ?? 0));
        const gone = scores.flatMap((_, id) => (ids.includes(id) ? [] : [weights[id] ?? 0]));
        expect(mass).toBeGreaterThan(wanted - 1e-9);
        expect(mass - least / total).toBeLessThan(wanted + 1e-9);
        for (const weight of gone) expect(weight).toBeLessThanOrEqual(least);
      }),
    );
  });
});
