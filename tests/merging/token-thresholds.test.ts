import { expect, it } from 'vitest';
import { tokenThresholds } from '../../src-engine/merging/token-thresholds.ts';

it('gives a token the largest threshold of its patches', () => {
  const owner = Int32Array.of(0, 0, 1, 2, 1);
  const ofPatches = Float32Array.of(0.25, 0.5, 0.75, 0.125, 0.5);
  expect(Array.from(tokenThresholds(owner, ofPatches, 3, 0))).toEqual([0.5, 0.75, 0.125]);
});

it('counts the class token, which has none, and leaves out patches that no token holds', () => {
  const owner = Int32Array.of(1, -1, 0);
  const ofPatches = Float32Array.of(0.25, 1, 0.75);
  expect(Array.from(tokenThresholds(owner, ofPatches, 3, 1))).toEqual([-Infinity, 0.75, 0.25]);
});
