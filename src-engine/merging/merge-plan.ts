/** Which rows merge, and where every token stands afterwards: computed once, applied by merge-rows.ts and owner-map.ts. */
import type { Matching, Prefix } from './soft-matching.ts';

/** The order after merging (paper section 3.1): kept rows of A first, then all of B. */
export interface MergePlan {
  readonly tokens: number; // n', class token counted
  /** New index of every old token; merged rows share their partner's. */
  readonly position: Int32Array; // [n], a surjection onto 0..n'-1
}

/** The most rows that one layer can merge away: floor((n - P) / 2). */
export function mergeLimit(tokens: number, prefix: Prefix): number {
  return Math.max(0, Math.floor((tokens - prefix) / 2));
}

/**
 * DToMe: rows whose best score lies strictly above the layer's threshold merge, the best ones first where the limit binds.
 * The comparison is in float32, as in the graph. From 1 upwards the threshold is off, whatever rounding does to a cosine.
 * Without a row over its threshold nothing moves.
 */
export function planByThreshold(
  matching: Matching,
  tokens: number,
  prefix: Prefix,
  threshold: number,
): MergePlan {
  const limit = Math.fround(threshold);
  if (limit >= 1) return identityPlan(tokens);
  const over = matching.best.reduce((count, best) => (best > limit ? count + 1 : count), 0);
  return planByCount(matching, tokens, prefix, over);
}

/** ToMe: the `r` rows with the highest best scores merge, or as many as the limit allows. */
export function planByCount(matching: Matching, tokens: number, prefix: Prefix, r: number): MergePlan {
  const merging = Math.min(r, mergeLimit(tokens, prefix));
  if (merging <= 0) return identityPlan(tokens);
  const ranked = rankRows(matching.best);
  const kept = ranked.subarray(merging);
  // With a class token the reference restores the index order of kept rows; without one it leaves them as sorted.
  return arrange(matching, tokens, prefix === 1 ? kept.toSorted() : kept);
}

/**
 * DToMe steered by region: a row merges if its best score lies strictly above the larger threshold of the two tokens, the best ones first
 * where the limit binds. With the same threshold everywhere it is `planByThreshold`.
 *
 * @param thresholds of every token [n]; from 1 upwards a token merges with nothing
 */
export function planByTokenThresholds(
  matching: Matching,
  tokens: number,
  prefix: Prefix,
  thresholds: Float32Array,
): MergePlan {
  const over = matching.best.map((best, row) => {
    const ofA = thresholds[2 * row] ?? Infinity;
    const ofB = thresholds[2 * (matching.partner[row] ?? 0) + 1] ?? Infinity;
    const limit = Math.fround(Math.max(ofA, ofB));
    return Number(limit < 1 && best > limit);
  });
  const ranked = rankRows(matching.best);
  const merging = ranked.filter((row) => over[row] === 1).subarray(0, mergeLimit(tokens, prefix));
  if (merging.length === 0) return identityPlan(tokens);
  const merges = new Set(merging);
  const kept = ranked.filter((row) => !merges.has(row));
  return arrange(matching, tokens, prefix === 1 ? kept.toSorted() : kept);
}

/** Threshold finding: exactly the marked rows of A merge. Kept rows ascend, and the parity split is undone even if no row merges. */
export function planEdges(
  matching: Matching,
  tokens: number,
  prefix: Prefix,
  edges: Uint8Array, // [Na], 1 = merges
): MergePlan {
  const rows = Int32Array.from(matching.best.keys());
  return arrange(
    matching,
    tokens,
    rows.filter((row) => row < prefix || edges[row] === 0),
  );
}

/** Leaves the sequence as it is. */
export function identityPlan(tokens: number): MergePlan {
  return { tokens, position: Int32Array.from({ length: tokens }, (_, token) => token) };
}

/** Rows of A by descending best score, equal ones by index. */
function rankRows(best: Float32Array): Int32Array {
  return Int32Array.from(best.keys()).sort((a, b) => (best[b] ?? 0) - (best[a] ?? 0) || a - b);
}

function arrange(matching: Matching, tokens: number, kept: Int32Array): MergePlan {
  const position = new Int32Array(tokens);
  const rows = matching.best.length;
  for (let i = 0; i < rows; i++) position[2 * i] = kept.length + (matching.partner[i] ?? 0);
  for (let j = 0; 2 * j + 1 < tokens; j++) position[2 * j + 1] = kept.length + j;
  kept.forEach((row, index) => (position[2 * row] = index));
  return { tokens: kept.length + tokens - rows, position };
}
