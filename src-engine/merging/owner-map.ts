/** The owner map: for every original patch the token that now holds it, or `dropped`. The class token is not counted. */
import type { MergePlan } from './merge-plan.ts';
import type { Prefix } from './soft-matching.ts';

/** The owner of a patch that no token holds any more. */
export const dropped = -1;

/** The owner map after `layer` layers; 0 is before the first one. [N0] */
export function ownerAfter(owners: Int32Array, patches: number, layer: number): Int32Array {
  return layer <= 0 ? identityOwner(patches) : owners.subarray((layer - 1) * patches, layer * patches);
}

/** The owner map after the last layer. [N0] */
export function lastOwner(owners: Int32Array, patches: number): Int32Array {
  return owners.subarray(owners.length - patches);
}

/** How many patches no token holds any more. */
export function droppedPatches(owner: Int32Array): number {
  return owner.reduce((count, token) => count + Number(token === dropped), 0);
}

/** Before the first layer every patch is its own token. */
export function identityOwner(patches: number): Int32Array {
  return Int32Array.from({ length: patches }, (_, patch) => patch);
}

/** The owner map after a layer, from the one before it and the layer's plan: one gather. */
export function composeOwner(owner: Int32Array, plan: MergePlan, prefix: Prefix): Int32Array {
  return owner.map((token) => (plan.position[token + prefix] ?? 0) - prefix);
}

/** How many patches every token stands for, [n]. */
export function groupSizes(owner: Int32Array, tokens: number): Int32Array {
  const sizes = new Int32Array(tokens);
  for (const token of owner) if (token !== dropped) sizes[token] = (sizes[token] ?? 0) + 1;
  return sizes;
}

/** Tokens of an owner map that satisfies its invariants: the largest owner plus one. */
export function tokenCount(owner: Int32Array): number {
  return owner.reduce((most, token) => Math.max(most, token + 1), 0);
}

/** Says what is wrong with an owner map, or undefined: every patch has an owner in 0..n-1 or is dropped, and every token owns a patch. */
export function ownerProblem(owner: Int32Array, tokens: number): string | undefined {
  const stray = owner.findIndex((token) => token < dropped || token >= tokens);
  if (stray >= 0) return `patch ${stray} belongs to token ${owner[stray] ?? NaN}, outside 0..${tokens - 1}`;
  const empty = groupSizes(owner, tokens).indexOf(0);
  return empty >= 0 ? `token ${empty} of ${tokens} owns no patch` : undefined;
}
