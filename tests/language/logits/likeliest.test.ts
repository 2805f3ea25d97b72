import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likeliest } from '../../../src-engine/language/logits/likeliest.ts';
import { temperature, topK } from '../../../src-engine/language/logits/sampled.ts';
import { createHistory } from '../../../src-engine/language/logits/history.ts';
import { noise } from '../../support/noise.ts';

/** What dividing all scores and forbidding those below the k-th leaves. */
function byRules(given: Float32Array, count: number, heat: number) {
  const scores = Float32Array.from(given);
  const nothing = createHistory([]);
  temperature(heat)(scores, nothing);
  topK(count)(scores, nothing);
  const ids = Array.from(scores.keys()).filter((id) => scores[id]! > Number.NEGATIVE_INFINITY);
  return { ids: Int32Array.from(ids), scores: Float32Array.from(ids, (id) => scores[id]!) };
}

/** Neighbouring float32 numbers, of which a division makes equal ones, among others. */
const score = fc.oneof(
  fc.double({ min: -20, max: 20, noNaN: true }),
  fc.integer({ min: 0, max: 6 }).map((step) => 1 + step * 2 ** -23),
  fc.constantFrom(0, -0, Number.NEGATIVE_INFINITY, 1e-44, -1e-44),
);

describe('likeliest', () => {
  it('is what temperature and top-k leave of all scores, ties included, to the last bit', () => {
    fc.assert(
      fc.property(
        fc.array(score, { minLength: 1, maxLength: 60 }).map((values) => Float32Array.from(values)),
        fc.integer({ min: 1, max: 20 }),
        fc.constantFrom(1, 0.7, 0.3, 3, 100),
        (scores, count, heat) => {
          expect(likeliest(scores, count, heat)).toEqual(byRules(scores, count, heat));
        },
      ),
    );
  });

  it('holds for a whole vocabulary, rising, falling and mixed', () => {
    const mixed = noise(20_000);
    for (const scores of [mixed, Float32Array.from(mixed).sort(), Float32Array.from(mixed).sort().reverse()])
      expect(likeliest(scores, 50, 0.7)).toEqual(byRules(scores, 50, 0.7));
  });

  it('has no candidate that is not a number', () => {
    expect(likeliest(Float32Array.of(Number.NaN, 2, Number.NaN, 1), 3, 1).ids).toEqual(Int32Array.of(1, 3));
    expect(likeliest(Float32Array.of(Number.NaN), 1, 1).ids).toHaveLength(0);
  });
});
