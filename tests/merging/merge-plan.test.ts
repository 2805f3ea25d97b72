import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  identityPlan,
  mergeLimit,
  planByCount,
  planByThreshold,
  planByTokenThresholds,
  planEdges,
} from '../../src-engine/merging/merge-plan.ts';
import { softMatching, type Matching } from '../../src-engine/merging/soft-matching.ts';
import { prefixes, randomValues } from './synthetic.ts';
import clip from '../fixtures/merging/llava15-clip.json' with { type: 'json' };
import siglip from '../fixtures/merging/llava15-siglip.json' with { type: 'json' };

const example = softMatching(Float32Array.of(1, 0, 1, 0, 0, 1, 0.6, 0.8, 0.8, 0.6, 0, 1), 6, 0);

function matching(best: number[], partner: number[]): Matching {
  return { best: Float32Array.from(best), partner: Int32Array.from(partner) };
}

describe('planByThreshold', () => {
  it('merges the rows over the threshold and puts kept even tokens before the odd ones', () => {
    expect(planByThreshold(example, 6, 0, 0.98)).toEqual({
      tokens: 4,
      position: Int32Array.of(1, 1, 3, 2, 0, 3),
    });
    expect(planByThreshold(example, 6, 0, 0.95)).toEqual({
      tokens: 3,
      position: Int32Array.of(0, 0, 2, 1, 1, 2),
    });
  });

  it('compares strictly and in float32', () => {
    const scores = matching([0.98, 0.5], [0, 0]); // float32(0.98) lies above the double 0.98
    expect(planByThreshold(scores, 4, 0, 0.98)).toEqual(identityPlan(4));
    expect(planByThreshold(scores, 4, 0, 0.9799).tokens).toBe(3);
  });

  it('leaves the order alone when no row is over the threshold', () => {
    expect(planByThreshold(example, 6, 0, 0.999999 + 1e-6)).toEqual(identityPlan(6));
    expect(planByThreshold(matching([0.2, 0.4], [1, 1]), 4, 0, 0.4)).toEqual(identityPlan(4));
  });

  it('is off from 1 upwards even where rounding lifts a cosine above 1', () => {
    const rounded = matching([1.0000001, 1.0000001], [0, 1]);
    expect(planByThreshold(rounded, 4, 0, 1)).toEqual(identityPlan(4));
    expect(planByThreshold(rounded, 4, 0, 0.99999999)).toEqual(identityPlan(4));
    expect(planByThreshold(rounded, 4, 0, 0.9999999).tokens).toBe(2);
  });

  it('caps at half of the tokens, dropping the lowest score', () => {
    const scores = matching([0.9, 0.7, 0.8], [0, 1, 1]); // 5 tokens: A has one row more than B
    expect(planByThreshold(scores, 5, 0, 0.5)).toEqual({ tokens: 3, position: Int32Array.of(1, 1, 0, 2, 2) });
  });

  it('orders kept rows by falling score without a class token, lower index first among equals', () => {
    const scores = matching([0.1, 0.3, 0.9, 0.3], [0, 0, 2, 0]);
    expect(Array.from(planByThreshold(scores, 8, 0, 0.5).position)).toEqual([2, 3, 0, 4, 5, 5, 1, 6]);
  });

  it('orders kept rows by index with a class token, which stays first', () => {
    const scores = matching([-Infinity, 0.1, 0.9, 0.3], [0, 0, 2, 0]);
    expect(Array.from(planByThreshold(scores, 8, 1, 0.5).position)).toEqual([0, 3, 1, 4, 5, 5, 2, 6]);
  });

  // The reference's scores before every layer; kept tokens must land where its owner maps have them.
  it.each([
    ['with a class token', clip],
    ['without one', siglip],
  ])('places kept tokens as the reference does %s', (_, golden) => {
    const prefix = golden.prefix === 1 ? 1 : 0;
    let before = Array.from({ length: golden.patches }, (__, patch) => patch);
    golden.thresholds.forEach((threshold, layer) => {
      const tokens = Math.max(...before) + 1 + prefix;
      const best = golden.best[layer]!.map((score) => score ?? -Infinity);
      const plan = planByThreshold(
        matching(
          best,
          best.map(() => 0),
        ),
        tokens,
        prefix,
        threshold,
      );
      expect(plan.tokens - prefix).toBe(golden.counts[layer]);
      golden.owner[layer]!.forEach((owner, patch) => {
        const token = before[patch]! + prefix;
        const kept = token % 2 === 1 || best[token / 2]! <= threshold;
        if (kept) expect(plan.position[token]! - prefix).toBe(owner);
      });
      before = golden.owner[layer]!;
    });
  });
});

describe('planByCount', () => {
  it('merges the r highest rows', () => {
    expect(planByCount(example, 6, 0, 2)).toEqual(planByThreshold(example, 6, 0, 0.98));
  });

  it('prefers the lower row among equal scores', () => {
    expect(Array.from(planByCount(example, 6, 0, 1).position)).toEqual([2, 2, 0, 3, 1, 4]);
  });

  it('leaves everything in place for r = 0', () => {
    expect(planByCount(example, 6, 0, 0)).toEqual(identityPlan(6));
  });

  it('never merges more than half, nor the class token', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 40 }),
        prefixes,
        fc.nat(60),
        (seed, n, prefix, r) => {
          const plan = planByCount(softMatching(randomValues(seed, n * 3), n, prefix), n, prefix, r);
          expect(plan.tokens).toBe(n - Math.min(r, mergeLimit(n, prefix)));
          if (prefix === 1) expect(Array.from(plan.position).filter((to) => to === 0)).toEqual([0]);
        },
      ),
    );
  });
});

describe('planByTokenThresholds', () => {
  it('asks of a pair the larger threshold of its two tokens', () => {
    const scores = matching([0.9, 0.7, 0.8], [0, 1, 2]);
    // Token 0 is strict, token 3 is strict, the pair of tokens 4 and 5 is not.
    const thresholds = Float32Array.of(0.95, 0.5, 0.5, 0.75, 0.5, 0.6);
    expect(planByTokenThresholds(scores, 6, 0, thresholds)).toEqual({
      tokens: 5,
      position: Int32Array.of(0, 2, 1, 3, 4, 4),
    });
  });

  it('lets the best of those that may merge go first where the limit binds, whatever scores higher', () => {
    const scores = matching([0.99, 0.7, 0.8], [0, 1, 1]); // 5 tokens: at most two rows merge
    const plan = planByTokenThresholds(scores, 5, 0, Float32Array.of(1, 0, 0, 0, 0));
    expect(plan).toEqual({ tokens: 3, position: Int32Array.of(0, 1, 2, 2, 2) });
  });

  it('is planByThreshold where every token has the same threshold', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 40 }),
        prefixes,
        fc.double({ min: -1, max: 1.2, noNaN: true }),
        (seed, n, prefix, threshold) => {
          const scores = softMatching(randomValues(seed, n * 3), n, prefix);
          const same = new Float32Array(n).fill(threshold);
          expect(planByTokenThresholds(scores, n, prefix, same)).toEqual(
            planByThreshold(scores, n, prefix, threshold),
          );
        },
      ),
    );
  });

  it('never merges a token whose threshold is off, neither into another nor another into it', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 40 }),
        prefixes,
        fc.infiniteStream(fc.boolean()),
        (seed, n, prefix, kept) => {
          const scores = softMatching(randomValues(seed, n * 3), n, prefix);
          const off = Array.from({ length: n }, () => kept.next().value === true);
          const plan = planByTokenThresholds(
            scores,
            n,
            prefix,
            Float32Array.from(off, (one) => (one ? 1 : -1)),
          );
          const held = Array.from({ length: plan.tokens }, () => 0);
          for (const to of plan.position) held[to] = (held[to] ?? 0) + 1;
          off.forEach((one, token) => one && expect(held[plan.position[token]!]).toBe(1));
        },
      ),
    );
  });
});

describe('planEdges', () => {
  it('undoes the parity split even where nothing merges', () => {
    expect(planEdges(example, 6, 0, new Uint8Array(3))).toEqual({
      tokens: 6,
      position: Int32Array.of(0, 3, 1, 4, 2, 5),
    });
  });

  it('keeps rows ascending without a class token and has no limit of its own', () => {
    const scores = matching([0.1, 0.3, 0.9], [0, 0, 1]);
    expect(Array.from(planEdges(scores, 5, 0, Uint8Array.of(0, 0, 1)).position)).toEqual([0, 2, 1, 3, 3]);
    expect(planEdges(scores, 5, 0, Uint8Array.of(1, 1, 1)).tokens).toBe(2);
  });

  it('never merges the class token', () => {
    expect(planEdges(example, 6, 1, Uint8Array.of(1, 0, 0)).tokens).toBe(6);
  });
});

describe('every plan', () => {
  it('maps the old tokens onto 0..n-1 and odd tokens in their order', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 40 }),
        prefixes,
        fc.double({ min: -1, max: 1.2, noNaN: true }),
        (seed, n, prefix, threshold) => {
          const scores = softMatching(randomValues(seed, n * 3), n, prefix);
          const edges = Uint8Array.from(scores.best, (best) => Number(best > threshold));
          for (const plan of [
            planByThreshold(scores, n, prefix, threshold),
            planByCount(scores, n, prefix, Math.round(n * Math.abs(threshold))),
            planEdges(scores, n, prefix, edges),
            planByTokenThresholds(
              scores,
              n,
              prefix,
              randomValues(seed + 1, n).map((value) => value + threshold),
            ),
          ]) {
            expect([...new Set(plan.position)].sort((a, b) => a - b)).toEqual([...Array(plan.tokens).keys()]);
            const odd = Array.from(plan.position).filter((_, token) => token % 2 === 1);
            expect(odd).toEqual(odd.toSorted((a, b) => a - b));
          }
        },
      ),
    );
  });
});
