/** Tokens of every image of a collection at a budget, and the order in which its rows are shown. Pure; ten thousand rows take a few milliseconds. */
import { columnsAt } from '../../../src-engine/counts/count-columns.ts';
import { methods } from '../../../src-engine/reduction/methods.ts';
import type { ChosenMethod } from '../choices-slice.ts';
import type { Columns } from './columns.ts';

/** A budget for the whole collection. */
export interface CollectionBudget {
  readonly method: ChosenMethod;
  readonly tokens: number; // per view: the average, or the count of every view
}

/**
 * @param max tokens of a view without merging
 * @returns [rows] tokens over all views, between measured budgets not whole; NaN where they are not known
 */
export function countsAt(columns: Columns, { method, tokens }: CollectionBudget, max: number): Float64Array {
  const { rows, views, budgets } = columns;
  if (methods[method].control === 'average' && (budgets.length > 0 || tokens >= max))
    return columnsAt(columns, budgets, max, tokens);
  return Float64Array.from({ length: rows }, (_, row) =>
    methods[method].control === 'count' ? Math.min(tokens, max) * (views[row] ?? Number.NaN) : Number.NaN,
  );
}

/** Whether a budget is one that was measured, so that nothing is interpolated. */
export function isMeasured({ budgets }: Columns, { method, tokens }: CollectionBudget, max: number): boolean {
  return methods[method].control === 'count' || tokens >= max || budgets.includes(tokens);
}

/** Rows in ascending order of their values; equal ones and those without a value (last) in the order given. */
export function sortedRows(rows: Uint32Array, valueOf: (row: number) => number): Uint32Array {
  // One number holds value and place, so that the native sort needs no comparator.
  const ranks = denseRanks(rows, valueOf);
  const span = rows.length + 1;
  const keys = Float64Array.from(rows, (_, place) => (ranks[place] ?? 0) * span + place).sort();
  return Uint32Array.from(keys, (key) => rows[key % span] ?? 0);
}

/** A whole number for every value, in the same order; the largest where there is none. */
function denseRanks(rows: Uint32Array, valueOf: (row: number) => number): Float64Array {
  const values = Float64Array.from(rows, valueOf);
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  let distinct = 0;
  for (const [at, value] of sorted.entries()) {
    if (at > 0 && value === sorted[distinct - 1]) continue;
    sorted[distinct++] = value;
  }
  return values.map((value) => (Number.isNaN(value) ? distinct : rankIn(sorted, distinct, value)));
}

function rankIn(sorted: Float64Array, length: number, value: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
