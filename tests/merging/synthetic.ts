/** Random but reproducible inputs for the properties of merging. */
import fc from 'fast-check';
import { composeOwner, identityOwner } from '../../src-engine/merging/owner-map.ts';
import { planByThreshold } from '../../src-engine/merging/merge-plan.ts';
import { softMatching, type Prefix } from '../../src-engine/merging/soft-matching.ts';

export const prefixes = fc.constantFrom<Prefix[]>(0, 1);

/** Numbers in -1..1 from a seed (mulberry32). */
export function randomValues(seed: number, length: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}

/** Owner maps after each of `thresholds.length` layers, with fresh random keys at every layer. */
export function randomOwners(seed: number, patches: number, prefix: Prefix, thresholds: readonly number[]) {
  const owners: Int32Array[] = [];
  const counts: number[] = [];
  let owner = identityOwner(patches);
  let tokens = patches + prefix;
  thresholds.forEach((threshold, layer) => {
    const matching = softMatching(randomValues(seed + 7919 * layer, tokens * 3), tokens, prefix);
    const plan = planByThreshold(matching, tokens, prefix, threshold);
    owner = composeOwner(owner, plan, prefix);
    tokens = plan.tokens;
    owners.push(owner);
    counts.push(tokens - prefix);
  });
  return { owners, counts };
}
