import { describe, expect, it } from 'vitest';
import { patchScores } from '../../src-engine/inference/patch-scores.ts';

describe('patchScores', () => {
  it('gives every patch the score of its token where that token was a candidate', () => {
    // Four patches; layer 1 merges patch 0 into patch 1: order 2, 0+1, 3. Layer 2 merges nothing.
    const best = Float32Array.of(0.9, 0.5, 0.25, 0.75);
    const owner = Int32Array.of(1, 1, 0, 2, 1, 1, 0, 2);
    const vision = { patches: 4, classToken: false, executedLayers: 2 };
    const scores = patchScores(best, owner, Int32Array.of(3, 3), vision);
    expect(Array.from(scores)).toEqual([0.9, NaN, 0.5, NaN, NaN, NaN, 0.25, 0.75].map(Math.fround));
  });

  it('counts the class token, which stands at the first even place', () => {
    const best = Float32Array.of(-4, 0.5);
    const scores = patchScores(best, Int32Array.of(0, 1, 2), Int32Array.of(4), {
      patches: 3,
      classToken: true,
      executedLayers: 1,
    });
    expect(Array.from(scores)).toEqual([NaN, 0.5, NaN]);
  });
});
