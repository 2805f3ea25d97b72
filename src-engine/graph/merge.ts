/**
 * DToMe between attention and MLP as a graph fragment: soft matching, the choice of rows, and the merge (paper, section 3.1).
 *
 * The whole step is one vector `position` [n], the new index of every token; merging rows, sizes and owners is then a segment sum or
 * a gather along it. A layer that merges nothing has the identity there, so the sequence stays exactly as it is. No tensor ever has
 * a dimension of 0, because WebGPU crashes on one: odd rows get one spare row that no score can win.
 */
import type { VisionSpec } from '../families/spec.ts';
import type { ModelBuilder, Value } from './model-builder.ts';
import { opsOf } from './ops.ts';
import type { Ops } from './ops.ts';

/** Below every cosine: the spare column and the class token's row score this. */
export const NEVER = -4;

/** What merging must know of the encoder; `patches` bounds every length. */
export type MergeSpec = Pick<VisionSpec, 'heads' | 'headDim' | 'width' | 'classToken' | 'patches'>;

export interface Tokens {
  readonly x: Value; // [n, D]
  readonly size: Value; // [n, 1]
  readonly owner: Value; // int32 [N0]
}

export interface MergeRule {
  /** Scalar f32. A row merges if its best score is above it; 2 or more switches the layer off. */
  readonly threshold: Value;
  /** Scalar int32. At most so many rows merge, the best first. */
  readonly limit: Value;
}

export interface Merged extends Tokens {
  /** int64 [1]: tokens left, class token included. */
  readonly count: Value;
  /** f32 [Na]: best score of every even token before merging, NEVER for the class token. */
  readonly best: Value;
}

export interface Match {
  readonly best: Value; // f32 [Na], NEVER for the class token
  readonly partner: Value; // int32 [Na], index into set B
}

/** The metric of likeness: keys averaged over heads, of length 1 [n, d]. */
export function headMeanKeys(
  builder: ModelBuilder,
  { heads, headDim }: Pick<MergeSpec, 'heads' | 'headDim'>,
  keys: Value, // [n, D]
): Value {
  const op = opsOf(builder);
  return op.normalised(op.mean(op.reshape(keys, [0, heads, headDim]), 1));
}

/** Bipartite soft matching of even rows (A) against odd rows (B) by cosine similarity of the head-mean keys. */
export function softMatching(builder: ModelBuilder, spec: MergeSpec, keys: Value): Match {
  const op = opsOf(builder);
  const metric = headMeanKeys(builder, spec, keys);
  const a = op.slice(metric, { from: 0, step: 2 });
  const b = op.slice(op.padRows(metric, 0, 2), { from: 1, step: 2 }); // [Nb + 1, d], the last row is the spare
  const scores = op.timesTransposed(a, b, spareColumn(builder, spec, op.length(b)));
  const best = op.max(scores, 1);
  const partner = op.cast(op.argMax(scores, 1), 'i32');
  return { best: spec.classToken ? withoutFirst(builder, spec, best) : best, partner };
}

/** Merges what the rule lets merge. */
export function merge(
  builder: ModelBuilder,
  spec: MergeSpec,
  tokens: Tokens,
  keys: Value,
  rule: MergeRule,
): Merged {
  const op = opsOf(builder);
  const { best, partner } = softMatching(builder, spec, keys);
  const length = op.length(tokens.x);
  const r = rowsToMerge(op, spec, best, length, rule);
  const position = newPositions(builder, spec, { best, partner }, length, r);
  const count = op.sub(length, op.cast(r, 'i64'));

  const rows = op.unsqueeze(op.cast(position, 'i64'), 1);
  const sum = (parts: Value, width: number): Value =>
    op.scatterAdd(op.expand(builder.scalar('f32', 0), op.shape(count, width)), rows, parts);
  const size = sum(tokens.size, 1);
  const x = op.div(sum(op.mul(tokens.x, tokens.size), spec.width), size);
  return { x, size, owner: newOwners(builder, spec, position, tokens.owner), count, best };
}

/** r as int32 [1]: the rows over the threshold, at most `limit`, at most ⌊(n − P) / 2⌋. */
function rowsToMerge(op: Ops, spec: MergeSpec, best: Value, length: Value, rule: MergeRule): Value {
  const over = op.sum(op.cast(op.greater(best, rule.threshold), 'i32'), 0);
  const available = spec.classToken ? op.sub(length, op.ints(1)) : length;
  const half = op.cast(op.div(available, op.ints(2)), 'i32');
  return op.min(over, op.min(half, rule.limit));
}

/** int32 [n]: kept A rows first (ascending with a class token, by descending best score without one), then all B rows. */
function newPositions(
  builder: ModelBuilder,
  spec: MergeSpec,
  { best, partner }: Match,
  length: Value,
  r: Value,
): Value {
  const op = opsOf(builder);
  const lengthA = op.length(best);
  const rowsA = counting(builder, spec, lengthA);
  const rank = op.scatter(rowsA, op.unsqueeze(op.descending(best, lengthA), 1), rowsA); // int32 [Na]: 0 for the best score
  const merges = op.less(rank, r);
  const kept = spec.classToken ? ordinals(builder, op.not(merges)) : op.sub(rank, r);
  const firstB = op.sub(op.cast(lengthA, 'i32'), r);
  const positionA = op.where(merges, op.add(partner, firstB), kept);
  const positionB = op.add(rowsA, firstB); // may hold one entry too many: cut off below
  const moved = op.slice(interleaved(op, positionA, positionB), { to: length });
  return op.where(op.equal(r, builder.vector('i32', [0])), counting(builder, spec, length), moved);
}

/** The owner map after tokens have moved to `position`: it speaks of patches only, positions count the class token too. */
function newOwners(builder: ModelBuilder, spec: MergeSpec, position: Value, owner: Value): Value {
  const op = opsOf(builder);
  if (!spec.classToken) return op.gather(position, owner);
  const one = builder.scalar('i32', 1);
  return op.sub(op.gather(position, op.add(owner, one)), one);
}

/** int32: how many rows are kept before each one. */
function ordinals(builder: ModelBuilder, kept: Value): Value {
  const op = opsOf(builder);
  return op.sub(op.runningSum(op.cast(kept, 'i32')), builder.scalar('i32', 1));
}

/** a0 b0 a1 b1 … */
function interleaved(op: Ops, a: Value, b: Value): Value {
  return op.reshape(op.concat([op.unsqueeze(a, 1), op.unsqueeze(b, 1)], 1), [-1]);
}

/** f32 [Nb + 1]: 0 for every partner, NEVER for the spare one: the end of a constant as long as it can ever be. */
function spareColumn(builder: ModelBuilder, spec: MergeSpec, lengthB: Value): Value {
  const op = opsOf(builder);
  const longest = [...new Array<number>(spec.patches + 1).fill(0), NEVER];
  return op.slice(builder.vector('f32', longest), { from: op.neg(lengthB) });
}

/** `best` with NEVER for the class token's row. */
function withoutFirst(builder: ModelBuilder, spec: MergeSpec, best: Value): Value {
  const op = opsOf(builder);
  const most = [NEVER, ...new Array<number>(spec.patches).fill(2)]; // 2 is above every cosine
  return op.min(best, op.slice(builder.vector('f32', most), { to: op.length(best) }));
}

/** int32 [length]: 0, 1, 2 …, the start of a constant as long as it can ever be. */
function counting(builder: ModelBuilder, spec: MergeSpec, length: Value): Value {
  const longest = Array.from({ length: spec.patches + 1 }, (_, index) => index);
  return opsOf(builder).slice(builder.vector('i32', longest), { to: length });
}
