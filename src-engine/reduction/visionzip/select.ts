/** VisionZip's choice of tokens (Yang et al., arXiv 2412.04467): those with most attention stay, the others join a few that are spread over them. Pure. */

import { groupSums } from '../group-rows.ts';

export interface Selection {
  /** The patch that a row stands for and whose place it keeps, ascending [n]. */
  readonly anchor: Int32Array;
  /** 1 where the row gathers patches without much attention, 0 where it is one patch with much [n]. */
  readonly contextual: Uint8Array;
  /** The row that holds each patch; -1 where none does [N0]. */
  readonly owner: Int32Array;
  readonly size: Float32Array; // [n] patches of each row
}

/** Of all tokens that are kept, 5 of 32 are contextual, rounded: the paper's 54 + 10, 108 + 20 and 162 + 30. */
export function contextualTokens(tokens: number): number {
  return Math.floor((5 * tokens + 16) / 32);
}

/**
 * @param attention attention that each patch receives [N0]
 * @param metric keys averaged over heads, of length 1 [N0, d]
 * @param tokens rows that are left, 1..N0
 */
export function selectTokens(attention: Float32Array, metric: Float32Array, tokens: number): Selection {
  const patches = attention.length;
  const contextualCount = contextualTokens(tokens);
  const ranked = Int32Array.from(attention.keys()).sort(
    (a, b) => (attention[b] ?? 0) - (attention[a] ?? 0) || a - b,
  );
  const dominant = ranked.subarray(0, tokens - contextualCount);
  const others = ranked.subarray(tokens - contextualCount).toSorted();
  const targets = spread(others, contextualCount);

  const anchor = Int32Array.of(...dominant, ...targets).sort();
  const rowOf = new Map(Array.from(anchor, (patch, row) => [patch, row]));
  const isTarget = new Set(targets);
  const owner = new Int32Array(patches).fill(-1);
  const nearest = nearestTarget(metric, patches, targets);
  for (const patch of others) owner[patch] = rowOf.get(isTarget.has(patch) ? patch : nearest(patch)) ?? -1;
  for (const patch of dominant) owner[patch] = rowOf.get(patch) ?? -1;

  const size = new Float32Array(tokens);
  for (const row of owner) if (row >= 0) size[row] = (size[row] ?? 0) + 1;
  return { anchor, contextual: Uint8Array.from(anchor, (patch) => Number(isTarget.has(patch))), owner, size };
}

/** So many of the patches, at equal distances from the first on. */
function spread(patches: Int32Array, count: number): Int32Array {
  const step = Math.max(1, Math.floor(patches.length / Math.max(1, count)));
  return Int32Array.from({ length: count }, (_, index) => patches[index * step] ?? 0);
}

/** The target whose metric has the largest dot product with a patch's; of equal ones the first. -1 without targets. */
function nearestTarget(
  metric: Float32Array,
  patches: number,
  targets: Int32Array,
): (patch: number) => number {
  const width = metric.length / patches;
  const product = (a: number, b: number): number => {
    let sum = 0;
    for (let i = 0; i < width; i += 1) sum += (metric[a * width + i] ?? 0) * (metric[b * width + i] ?? 0);
    return sum;
  };
  return (patch) => {
    let best = { target: -1, score: Number.NEGATIVE_INFINITY };
    for (const target of targets) {
      const score = product(patch, target);
      if (score > best.score) best = { target, score };
    }
    return best.target;
  };
}

/**
 * The features of the rows [n, width]: a dominant row is its patch's; a contextual one is its target's plus the mean of the others that it
 * gathers, a sum of two as in the authors' code, from which the published numbers come.
 * @param features [N0, width]
 */
export function selectedRows(features: Float32Array, { anchor, owner, size }: Selection): Float32Array {
  const width = features.length / owner.length;
  const joined = owner.map((row, patch) => (anchor[row] === patch ? -1 : row));
  const sums = groupSums(features, joined, anchor.length);
  return sums.map((sum, at) => {
    const row = Math.floor(at / width);
    const others = (size[row] ?? 1) - 1;
    const own = features[(anchor[row] ?? 0) * width + (at % width)] ?? 0;
    return others > 0 ? own + sum / others : own;
  });
}
