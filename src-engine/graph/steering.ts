/** Merging steered by region as a graph fragment: the threshold of a pair where every patch has its own, and who merges first then. */
import type { MergeContext, MergeSpec, Tokens } from './merge.ts';
import type { Value } from './model-builder.ts';
import { opsOf } from './ops.ts';

/** Below every threshold: the class token's, and the spare row's. */
const LOWEST = -4;

/**
 * A token's threshold is the largest of its patches'; a pair's the larger of its tokens'.
 *
 * @param partner places [Na, 1] @param ofPatches f32 [N0]
 * @returns f32 [Na, 1]
 */
export function pairThresholds(
  { builder }: Pick<MergeContext, 'builder'>,
  spec: Pick<MergeSpec, 'classToken'>,
  { owner, count }: Pick<Tokens, 'owner' | 'count'>,
  partner: Value,
  ofPatches: Value,
): Value {
  const op = opsOf(builder);
  const places = spec.classToken ? op.add(op.cast(owner, 'i64'), op.ints(1)) : owner;
  // Two more than there are tokens, so that odd rows have their spare one.
  const base = op.expand(op.number(LOWEST), op.add(count, op.ints(2)));
  const ofTokens = op.scatterMax(base, places, ofPatches);
  const even = op.reshape(op.slice(ofTokens, { to: count, step: 2 }), [-1, 1]);
  const odd = op.slice(ofTokens, { from: 1, step: 2 });
  return op.larger(even, op.gather(odd, partner));
}

/**
 * Rows by falling score, those that may merge before the others.
 *
 * @param order int64 [Na, 1], by falling score @param over bool [Na, 1], whether a row may merge
 * @returns int64 [Na, 1]
 */
export function chosenFirst(
  { builder }: Pick<MergeContext, 'builder'>,
  { patches }: Pick<MergeSpec, 'patches'>,
  order: Value,
  over: Value,
): Value {
  const op = opsOf(builder);
  const chosen = op.gather(op.reshape(over, [-1]), order);
  const soFar = op.runningSum(op.cast(chosen, 'i64'));
  const all = op.sumOfAll(op.cast(chosen, 'i64'));
  const longest = Array.from({ length: patches + 1 }, (_, rank) => rank);
  const ranks = op.slice(builder.constant('i64', longest, [longest.length, 1]), { to: op.length(order) });
  const place = op.where(chosen, op.sub(soFar, op.ints(1)), op.sub(op.add(all, ranks), soFar));
  return op.scatter(order, place, order);
}
