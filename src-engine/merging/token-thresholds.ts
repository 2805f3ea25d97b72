/** Thresholds of tokens where patches have thresholds of their own: the largest of the patches that a token stands for. */
import { dropped } from './owner-map.ts';
import type { Prefix } from './soft-matching.ts';

/**
 * @param owner the token of every patch [N0] @param patchThresholds of one layer [N0]
 * @returns [n], the class token counted: -Infinity for it, which never merges
 */
export function tokenThresholds(
  owner: Int32Array,
  patchThresholds: Float32Array,
  tokens: number,
  prefix: Prefix,
): Float32Array {
  const largest = new Float32Array(tokens).fill(-Infinity);
  owner.forEach((token, patch) => {
    if (token === dropped) return;
    const at = token + prefix;
    largest[at] = Math.max(largest[at] ?? -Infinity, patchThresholds[patch] ?? Infinity);
  });
  return largest;
}
