import { describe, expect, it } from 'vitest';
import { massEdge } from '../../../src-engine/language/logits/mass-edge.ts';
import { logSum } from '../../../src-engine/language/logits/probabilities.ts';
import { noise } from '../../support/noise.ts';

/** By sorting all, from the least likely on. */
function sorted(scores: Float32Array, mass: number) {
  const total = logSum(scores);
  const ranked = scores.filter((score) => score > Number.NEGATIVE_INFINITY).sort();
  let sum = 0;
  let out = 0;
  for (; out < ranked.length - 1; out++) {
    sum += Math.exp(ranked[out]! - total);
    if (sum > mass) break;
  }
  return { edge: ranked[out]!, leaving: out - ranked.indexOf(ranked[out]!) };
}

describe('massEdge', () => {
  const spread = noise(10_000).map((value) => 8 * value);
  const tied = spread.map((value) => Math.round(2 * value));
  const sparse = spread.map((value, id) => (id % 3 === 0 ? value : Number.NEGATIVE_INFINITY));
  const far = spread.map((value, id) => (id === 77 ? 200 : value));

  it.each([
    ['scores all over', spread],
    ['many equal scores', tied],
    ['mostly forbidden ones', sparse],
    ['one far ahead', far],
    ['few', spread.slice(0, 30)],
  ])('finds the edge that sorting finds, with %s', (_, scores) => {
    for (const mass of [0.001, 0.05, 0.1, 0.5, 0.9, 0.999, 1])
      expect(massEdge(scores, mass)).toEqual(sorted(scores, mass));
  });
});
