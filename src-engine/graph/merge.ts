/**
 * DToMe between attention and MLP as a graph fragment: soft matching, the choice of rows, and the merge (paper, section 3.1).
 *
 * The whole step is one vector `position` [n], the new index of every token; merging rows, sizes and owners is then a segment sum or
 * a gather along it. A layer that merges nothing has the identity there, so the sequence stays exactly as it is. No tensor ever has
 * a dimension of 0, because WebGPU crashes on one: odd rows get one spare row that no score can win.
 */
import type { VisionSpec } from '../families/spec.ts';
import { elementType } from './model-builder.ts';
import type { ModelBuilder, Value } from './model-builder.ts';
import { lengthOf } from './layers.ts';

/** Below every cosine: the spare column and the class token's row score this. */
export const NEVER = -4;

const END = Number.MAX_SAFE_INTEGER;

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

/** Bipartite soft matching of even rows (A) against odd rows (B) by cosine similarity of the head-mean keys. */
export function softMatching(builder: ModelBuilder, spec: MergeSpec, keys: Value): Match {
  const heads = builder.op('Reshape', [keys, builder.vector('i64', [0, spec.heads, spec.headDim])]);
  const mean = builder.op('ReduceMean', [heads, builder.vector('i64', [1])], { keepdims: 0 });
  const metric = builder.op('LpNormalization', [mean], { axis: -1, p: 2 });
  const padded = builder.op('Pad', [metric, builder.vector('i64', [0, 0, 2, 0]), builder.scalar('f32', 0)]);
  const a = everySecond(builder, metric, 0);
  const b = everySecond(builder, padded, 1); // [Nb + 1, d], the last row is the spare
  const scores = builder.op('Gemm', [a, b, spareColumn(builder, spec, lengthOf(builder, b))], { transB: 1 });
  const best = builder.op('ReduceMax', [scores, builder.vector('i64', [1])], { keepdims: 0 });
  const partner = builder.op('Cast', [builder.op('ArgMax', [scores], { axis: 1, keepdims: 0 })], {
    to: elementType.i32,
  });
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
  const { best, partner } = softMatching(builder, spec, keys);
  const length = lengthOf(builder, tokens.x);
  const merging = rowsToMerge(builder, spec, best, length, rule);
  const position = newPositions(builder, spec, best, partner, length, merging);
  const count = builder.op('Sub', [length, builder.op('Cast', [merging], { to: elementType.i64 })]);

  const scatter = builder.op('Unsqueeze', [
    builder.op('Cast', [position], { to: elementType.i64 }),
    builder.vector('i64', [1]),
  ]);
  const sum = (rows: Value, width: number): Value =>
    builder.op('ScatterND', [zeros(builder, count, width), scatter, rows], { reduction: 'add' });
  const size = sum(tokens.size, 1);
  const x = builder.op('Div', [sum(builder.op('Mul', [tokens.x, tokens.size]), spec.width), size]);

  const prefix = builder.scalar('i32', spec.classToken ? 1 : 0);
  const holder = spec.classToken ? builder.op('Add', [tokens.owner, prefix]) : tokens.owner;
  const moved = builder.op('Gather', [position, holder]);
  const owner = spec.classToken ? builder.op('Sub', [moved, prefix]) : moved;
  return { x, size, owner, count, best };
}

/** r as int32 [1]: the rows over the threshold, at most `limit`, at most ⌊(n − P) / 2⌋. */
function rowsToMerge(
  builder: ModelBuilder,
  spec: MergeSpec,
  best: Value,
  length: Value,
  rule: MergeRule,
): Value {
  const over = builder.op('Cast', [builder.op('Greater', [best, rule.threshold])], { to: elementType.i32 });
  const count = builder.op('ReduceSum', [over, builder.vector('i64', [0])], { keepdims: 1 });
  const available = spec.classToken ? builder.op('Sub', [length, builder.vector('i64', [1])]) : length;
  const half = builder.op('Div', [available, builder.vector('i64', [2])]);
  const cap = builder.op('Cast', [half], { to: elementType.i32 });
  return builder.op('Min', [count, builder.op('Min', [cap, rule.limit])]);
}

/** int32 [n]: kept A rows first (ascending with a class token, by descending best score without one), then all B rows. */
function newPositions(
  builder: ModelBuilder,
  spec: MergeSpec,
  best: Value,
  partner: Value,
  length: Value,
  merging: Value,
): Value {
  const lengthA = lengthOf(builder, best);
  const countingA = counting(builder, spec, lengthA);
  const rank = ranks(builder, best, lengthA, countingA);
  const merges = builder.op('Less', [rank, merging]);
  const kept = spec.classToken
    ? ascending(builder, builder.op('Not', [merges]))
    : builder.op('Sub', [rank, merging]);
  const firstB = builder.op('Sub', [builder.op('Cast', [lengthA], { to: elementType.i32 }), merging]);
  const positionA = builder.op('Where', [merges, builder.op('Add', [partner, firstB]), kept]);
  const positionB = builder.op('Add', [countingA, firstB]); // may hold one entry too many: cut off below
  const moved = interleave(builder, positionA, positionB, length);
  const nothing = builder.op('Equal', [merging, builder.vector('i32', [0])]);
  return builder.op('Where', [nothing, counting(builder, spec, length), moved]);
}

/** int32 [Na]: 0 for the best score; equal scores rank by row. */
function ranks(builder: ModelBuilder, best: Value, lengthA: Value, countingA: Value): Value {
  const [, order] = builder.ops('TopK', [best, lengthA], 2, { axis: 0, largest: 1, sorted: 1 });
  const rows = builder.op('Unsqueeze', [order as Value, builder.vector('i64', [1])]);
  return builder.op('ScatterND', [countingA, rows, countingA]);
}

function ascending(builder: ModelBuilder, keep: Value): Value {
  const flags = builder.op('Cast', [keep], { to: elementType.i32 });
  return builder.op('Sub', [
    builder.op('CumSum', [flags, builder.scalar('i64', 0)]),
    builder.scalar('i32', 1),
  ]);
}

function everySecond(builder: ModelBuilder, rows: Value, first: 0 | 1): Value {
  const vector = (value: number): Value => builder.vector('i64', [value]);
  return builder.op('Slice', [rows, vector(first), vector(END), vector(0), vector(2)]);
}

/** f32 [Nb + 1]: 0 for every partner, NEVER for the spare one: the end of a constant as long as it can ever be. */
function spareColumn(builder: ModelBuilder, spec: MergeSpec, lengthB: Value): Value {
  const longest = Array.from({ length: spec.patches + 2 }, (_, index) =>
    index === spec.patches + 1 ? NEVER : 0,
  );
  const first = builder.op('Neg', [lengthB]);
  return builder.op('Slice', [
    builder.vector('f32', longest),
    first,
    builder.vector('i64', [END]),
    builder.vector('i64', [0]),
  ]);
}

function withoutFirst(builder: ModelBuilder, spec: MergeSpec, best: Value): Value {
  const penalty = Array.from({ length: spec.patches + 1 }, (_, row) => (row === 0 ? NEVER : 2));
  const zero = builder.vector('i64', [0]);
  const limits = builder.op('Slice', [builder.vector('f32', penalty), zero, lengthOf(builder, best), zero]);
  return builder.op('Min', [best, limits]); // 2 is above every cosine
}

/** int32 [length]: 0, 1, 2 …, the start of a constant as long as it can ever be. */
function counting(builder: ModelBuilder, spec: MergeSpec, length: Value): Value {
  const longest = Array.from({ length: spec.patches + 1 }, (_, index) => index);
  const zero = builder.vector('i64', [0]);
  return builder.op('Slice', [builder.vector('i32', longest), zero, length, zero]);
}

/** a0 b0 a1 b1 … cut to `length`. */
function interleave(builder: ModelBuilder, a: Value, b: Value, length: Value): Value {
  const column = builder.vector('i64', [1]);
  const pairs = builder.op(
    'Concat',
    [builder.op('Unsqueeze', [a, column]), builder.op('Unsqueeze', [b, column])],
    {
      axis: 1,
    },
  );
  const flat = builder.op('Reshape', [pairs, builder.vector('i64', [-1])]);
  const zero = builder.vector('i64', [0]);
  return builder.op('Slice', [flat, zero, length, zero]);
}

function zeros(builder: ModelBuilder, count: Value, width: number): Value {
  const shape = builder.op('Concat', [count, builder.vector('i64', [width])], { axis: 0 });
  return builder.op('Expand', [builder.scalar('f32', 0), shape]);
}
