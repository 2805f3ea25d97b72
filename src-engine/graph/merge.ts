/**
 * DToMe between attention and MLP as a graph fragment: soft matching, the choice of rows, and the merge (paper, section 3.1).
 *
 * The whole step is one vector `position` [n], the new index of every token; merging rows, sizes and owners is then a segment sum or
 * a gather along it. A layer that merges nothing has the identity there, so the sequence stays exactly as it is. No tensor ever has
 * a dimension of 0, because WebGPU crashes on one: odd rows get one spare row that no score can win.
 */
import type { VisionSpec } from '../families/spec.ts';
import type { GraphContext } from './layers.ts';
import type { ModelBuilder, Value } from './model-builder.ts';
import { opsOf } from './ops.ts';
import type { Ops } from './ops.ts';
import { chosenFirst, pairThresholds } from './steering.ts';
import { columnsFor, summedRows } from './summed-rows.ts';

/** Below every cosine: the spare column and the class token's row score this. */
export const NEVER = -4;

/** What merging must know of the encoder; `patches` bounds every length. */
export type MergeSpec = Pick<VisionSpec, 'heads' | 'headDim' | 'width' | 'classToken' | 'patches'>;

/**
 * What a fragment of merging writes itself into. Places of tokens are int64 on a processor, as its operators give and take them, and int32
 * elsewhere, because graphics processors leave int64 arithmetic to the processor.
 */
export type MergeContext = Pick<GraphContext, 'builder' | 'onProcessor'>;

export interface Tokens {
  readonly x: Value; // [n, D]
  readonly size: Value; // [n, 1]
  readonly owner: Value; // places [N0]
  /** int64 [1]: n, the class token included. */
  readonly count: Value;
}

export interface MergeRule {
  /** A row merges if its best score is above it; 2 or more switches it off. One for all rows [1], or one a patch [N0] (steering.ts), f32. */
  readonly threshold: Value | { readonly ofPatches: Value };
  /** A place [1]. At most so many rows merge, the best first. */
  readonly limit: Value;
}

export interface Merged extends Tokens {
  /** f32 [Na, 1]: best score of every even token before merging, NEVER for the class token. */
  readonly best: Value;
}

export interface Match {
  readonly best: Value; // f32 [Na, 1], NEVER for the class token
  readonly partner: Value; // places [Na, 1], index into set B
}

export function placeType({ onProcessor }: Pick<MergeContext, 'onProcessor'>): 'i64' | 'i32' {
  return onProcessor ? 'i64' : 'i32';
}

/** The metric of likeness: keys averaged over heads, of length 1 [n, d]. */
export function headMeanKeys(
  builder: ModelBuilder,
  { heads, headDim }: Pick<MergeSpec, 'heads' | 'headDim'>,
  keys: Value, // [n, D]
): Value {
  const op = opsOf(builder);
  return op.normalised(headMean(op, keys, heads, headDim));
}

/** The runtime's mean adds up to three heads in their order too, and takes four times as long (docs/decisions/0029). */
function headMean(op: Ops, keys: Value, heads: number, headDim: number): Value {
  if (heads === 1) return keys;
  if (heads > 3) return op.mean(op.reshape(keys, [0, heads, headDim]), 1);
  return op.div(op.total(op.parts(keys, heads)), op.number(heads));
}

/** Bipartite soft matching of even rows (A) against odd rows (B) by cosine similarity of the head-mean keys. */
export function softMatching(context: MergeContext, spec: MergeSpec, keys: Value): Match {
  const { builder } = context;
  const op = opsOf(builder);
  const metric = headMeanKeys(builder, spec, keys);
  const a = op.slice(metric, { from: 0, step: 2 });
  const b = op.slice(op.padRows(metric, 0, 2), { from: 1, step: 2 }); // [Nb + 1, d], the last row is the spare
  const scores = op.timesTransposed(a, b, spareColumn(builder, spec, op.length(b)));
  const [best, partner] = bestOfRow(context, scores);
  return { best: spec.classToken ? withoutFirst(builder, spec, best) : best, partner };
}

/** The highest of every row and where it stands, the first of equals; both [rows, 1]. */
function bestOfRow({ builder, onProcessor }: MergeContext, scores: Value): [best: Value, place: Value] {
  const op = opsOf(builder);
  if (onProcessor) return op.largest(scores, 1);
  return [op.highest(scores, 1), op.cast(op.unsqueeze(op.argMax(scores, 1), 1), 'i32')];
}

/** Merges what the rule lets merge. @param keys [n, D] */
export function merge(
  context: MergeContext,
  spec: MergeSpec,
  tokens: Tokens,
  keys: Value,
  rule: MergeRule,
): Merged {
  return mergeMatched(context, spec, tokens, softMatching(context, spec, keys), rule);
}

/** The same for rows whose partners are known. */
export function mergeMatched(
  context: MergeContext,
  spec: MergeSpec,
  tokens: Tokens,
  match: Match,
  rule: MergeRule,
): Merged {
  const { builder, onProcessor } = context;
  const op = opsOf(builder);
  const over = op.greater(match.best, thresholdOfRows(context, spec, tokens, match, rule));
  const r = rowsToMerge(context, spec, over, tokens.count, rule);
  const none = builder.vector(placeType(context), [0]);
  const order = (): Value => {
    const byScore = op.descending(match.best, op.length(match.best)); // int64 [Na, 1]
    // Under one threshold those above it are the best ones already.
    return typeof rule.threshold === 'string' ? byScore : chosenFirst(context, spec, byScore, over);
  };
  const merging = (): Tokens =>
    moved(context, spec, tokens, newPositions(context, spec, match, tokens.count, r, order()), r);
  if (onProcessor) {
    const after = builder.either<keyof Tokens>(op.greater(r, none), merging, () => stay(op, tokens));
    return { ...after, best: match.best };
  }
  // Branches would be one more way between the processor and the device.
  const positions = newPositions(context, spec, match, tokens.count, r, order());
  const still = counting(context, spec, tokens.count);
  const position = op.where(op.equal(r, none), still, positions);
  return { ...moved(context, spec, tokens, position, r), best: match.best };
}

/** Segment sums along `position`, weighted by size. */
function moved(context: MergeContext, spec: MergeSpec, tokens: Tokens, position: Value, r: Value): Tokens {
  const { builder, onProcessor } = context;
  const op = opsOf(builder);
  const count = op.sub(tokens.count, onProcessor ? r : op.cast(r, 'i64'));
  const rows = onProcessor ? position : op.cast(position, 'i64');
  const sum = (values: Value, width: number): Value =>
    summedRows(context, { values, places: rows, count, width, columns: columnsFor(width, spec.patches + 1) });
  const size = sum(tokens.size, 1);
  const x = op.div(sum(op.mul(tokens.x, tokens.size), spec.width), size);
  return { x, size, owner: newOwners(context, spec, position, tokens.owner), count };
}

/** Every token by itself: the mean of one row, rounded as any other mean. */
function stay(op: Ops, tokens: Tokens): Tokens {
  return { ...tokens, x: op.div(op.mul(tokens.x, tokens.size), tokens.size) };
}

/** f32 [1] or [Na, 1]. */
function thresholdOfRows(
  context: MergeContext,
  spec: MergeSpec,
  tokens: Tokens,
  match: Match,
  { threshold }: MergeRule,
): Value {
  if (typeof threshold === 'string') return threshold;
  return pairThresholds(context, spec, tokens, match.partner, threshold.ofPatches);
}

/** r as a place [1]: the rows over the threshold, at most `limit`, at most ⌊(n − P) / 2⌋. */
function rowsToMerge(
  context: MergeContext,
  spec: MergeSpec,
  over: Value, // bool [Na, 1]
  count: Value,
  { limit }: MergeRule,
): Value {
  const op = opsOf(context.builder);
  const rows = op.sumOfAll(op.cast(over, placeType(context)));
  const available = spec.classToken ? op.sub(count, op.ints(1)) : count;
  const half = asPlaces(context, op.div(available, op.ints(2)));
  return op.min(rows, half, limit);
}

/** Places [n, 1]: kept A rows first (ascending with a class token, by descending best score without one), then all B rows. */
function newPositions(
  context: MergeContext,
  spec: MergeSpec,
  { best, partner }: Match,
  count: Value,
  r: Value,
  order: Value, // int64 [Na, 1], the rows that merge first
): Value {
  const { builder } = context;
  const op = opsOf(builder);
  const lengthA = op.length(best);
  const rowsA = counting(context, spec, lengthA);
  const firstB = op.sub(asPlaces(context, lengthA), r);
  const places = op.slice(column(context, spec, halved), { to: count });
  const base = op.add(places, firstB); // right for B rows; A rows are put in their places now
  return spec.classToken ? byRow() : byScore();

  function byScore(): Value {
    const merges = op.less(rowsA, r);
    const toPartner = op.add(op.gather(op.reshape(partner, [-1]), order), firstB);
    return op.scatter(base, op.add(order, order), op.where(merges, toPartner, op.sub(rowsA, r)));
  }

  function byRow(): Value {
    const merges = op.less(op.scatter(rowsA, order, rowsA), r);
    const toPartner = op.add(partner, firstB);
    const even = op.slice(column({ ...context, onProcessor: true }, spec, doubled), { to: lengthA });
    return op.scatter(base, even, op.where(merges, toPartner, ordinals(context, op.not(merges))));
  }
}

/** The owner map after tokens have moved to `position`: it speaks of patches only, positions count the class token too. */
function newOwners(context: MergeContext, spec: MergeSpec, position: Value, owner: Value): Value {
  const op = opsOf(context.builder);
  const places = op.reshape(position, [-1]);
  if (!spec.classToken) return op.gather(places, owner);
  const one = context.builder.scalar(placeType(context), 1);
  return op.sub(op.gather(places, op.add(owner, one)), one);
}

/** Places [n, 1]: how many rows are kept before each one. */
function ordinals(context: MergeContext, kept: Value): Value {
  const op = opsOf(context.builder);
  return op.sub(
    op.runningSum(op.cast(kept, placeType(context))),
    context.builder.scalar(placeType(context), 1),
  );
}

/** int64 as places. */
function asPlaces(context: MergeContext, value: Value): Value {
  return context.onProcessor ? value : opsOf(context.builder).cast(value, 'i32');
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
  const longest = builder.constant('f32', most, [most.length, 1]);
  return op.min(best, op.slice(longest, { to: op.length(best) }));
}

const itself = (row: number): number => row;
const halved = (row: number): number => Math.floor(row / 2);
const doubled = (row: number): number => 2 * row;

/** Places [length, 1]: 0, 1, 2 …, the start of a constant as long as it can ever be. */
function counting(context: MergeContext, spec: MergeSpec, length: Value): Value {
  return opsOf(context.builder).slice(column(context, spec, itself), { to: length });
}

/** Places [N0 + 1, 1]. */
function column(context: MergeContext, { patches }: MergeSpec, of: (row: number) => number): Value {
  const values = Array.from({ length: patches + 1 }, (_, row) => of(row));
  return context.builder.constant(placeType(context), values, [values.length, 1]);
}
