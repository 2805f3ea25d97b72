/** How alike two owner maps group the same patches. Pure. */
import { dropped } from './owner-map.ts';

/**
 * For every patch: the patches that share its token in both maps over those that share it in one of them at least; the mean over all patches.
 * A patch without a token counts as one by itself.
 * @param a [N0] @param b [N0] @returns 1 where the maps group alike, whatever their tokens' numbers
 */
export function partitionOverlap(a: Int32Array, b: Int32Array): number {
  const [inA, inB, inBoth] = [
    new Map<number, number>(),
    new Map<number, number>(),
    new Map<string, number>(),
  ];
  const of = (owner: Int32Array, patch: number): number => {
    const token = owner[patch] ?? dropped;
    return token === dropped ? -2 - patch : token;
  };
  const both = (patch: number): string => `${of(a, patch)},${of(b, patch)}`;
  for (let patch = 0; patch < a.length; patch += 1) {
    count(inA, of(a, patch));
    count(inB, of(b, patch));
    count(inBoth, both(patch));
  }
  let sum = 0;
  for (let patch = 0; patch < a.length; patch += 1) {
    const shared = inBoth.get(both(patch)) ?? 0;
    const either = (inA.get(of(a, patch)) ?? 0) + (inB.get(of(b, patch)) ?? 0) - shared;
    sum += shared / either;
  }
  return a.length === 0 ? 1 : sum / a.length;
}

function count<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
