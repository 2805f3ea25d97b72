/** What one layer went by: every patch's token as it came into the layer, its best score, and the score that it took to merge. Reads an encoding; computes no score. */
import { ownerAfter } from '../merging/owner-map.ts';

export interface Evidence {
  /** The owner map as the layer found it [N0]. */
  readonly before: Int32Array;
  /** The best score of each patch's token, NaN where it was a partner and no candidate [N0]. */
  readonly scores: Float32Array;
  /** Whether each patch's token merged into another one here [N0]. */
  readonly merged: Uint8Array;
  /** What a score had to exceed: the layer's threshold, or where a count decided the lowest score that merged; null where nothing did. */
  readonly threshold: number | null;
}

export interface Scored {
  readonly owner: Int32Array; // [L, N0]
  readonly thresholds: readonly number[]; // [L], or empty
  readonly scores?: Float32Array; // [L, N0]
}

/** Null before the first layer and without scores. @param layer 1..L, as people count */
export function evidenceAt(view: Scored, patches: number, layer: number): Evidence | null {
  if (layer < 1 || view.scores === undefined) return null;
  const before = ownerAfter(view.owner, patches, layer - 1);
  const after = ownerAfter(view.owner, patches, layer);
  const scores = view.scores.subarray((layer - 1) * patches, layer * patches);
  const [small, large] = [sizesOf(before), sizesOf(after)];
  // Whoever was a candidate never takes another one in: its group grows only by merging into a partner's.
  const merged = Uint8Array.from(scores, (score, patch) =>
    Number(
      !Number.isNaN(score) && (large.get(after[patch] ?? -1) ?? 0) > (small.get(before[patch] ?? -1) ?? 0),
    ),
  );
  const given = view.thresholds[layer - 1];
  return { before, scores, merged, threshold: given ?? lowestOf(scores, merged) };
}

function sizesOf(owner: Int32Array): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const token of owner) sizes.set(token, (sizes.get(token) ?? 0) + 1);
  return sizes;
}

function lowestOf(scores: Float32Array, merged: Uint8Array): number | null {
  let lowest = Infinity;
  scores.forEach((score, patch) => {
    if (merged[patch] === 1) lowest = Math.min(lowest, score);
  });
  return Number.isFinite(lowest) ? lowest : null;
}
