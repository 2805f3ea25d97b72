/** The owner map: for every original patch the token that now holds it. The class token is not counted. */
import type { MergePlan } from './merge-plan.ts';
import type { Prefix } from './soft-matching.ts';

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
  for (const token of owner) sizes[token] = (sizes[token] ?? 0) + 1;
  return sizes;
}

/** Tokens of an owner map that satisfies its invariants: the largest owner plus one. */
export function tokenCount(owner: Int32Array): number {
  return owner.reduce((most, token) => Math.max(most, token + 1), 0);
}

/** Says what is wrong with an owner map, or undefined: every patch has an owner in 0..n-1, and every token owns a patch. */
export function ownerProblem(owner: Int32Array, tokens: number): string | undefined {
  const stray = owner.findIndex((token) => token < 0 || token >= tokens);
  if (stray >= 0) return `patch ${stray} belongs to token ${owner[stray] ?? NaN}, outside 0..${tokens - 1}`;
  const empty = groupSizes(owner, tokens).indexOf(0);
  return empty >= 0 ? `token ${empty} of ${tokens} owns no patch` : undefined;
}
