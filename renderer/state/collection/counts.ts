/** Tokens of every image of a collection at a budget, and the order in which its rows are shown. Pure; ten thousand rows take a few milliseconds. */
import { ascendingOrder } from '../../../src-engine/counts/ascending-order.ts';
import { columnsAt } from '../../../src-engine/counts/count-columns.ts';
import type { CountedMethod } from '../../../src-engine/engine.ts';
import { methods } from '../../../src-engine/reduction/methods.ts';
import type { ChosenMethod } from '../choices-slice.ts';
import type { Columns } from './columns.ts';

/** What a collection's counts are of. */
export type CountUnit = 'tokens' | 'rows';

export function unitOf(method: CountedMethod): CountUnit {
  return method === 'rows' ? 'rows' : 'tokens';
}

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
  const { rows, full, budgets } = columns;
  if (methods[method].control === 'average' && (budgets.length > 0 || tokens >= max))
    return columnsAt(columns, budgets, max, tokens);
  // Of a picture that keeps its shape an exact count is the same share.
  const share = methods[method].control === 'count' ? Math.min(tokens, max) / max : Number.NaN;
  return Float64Array.from({ length: rows }, (_, row) =>
    Math.max(1, Math.round(share * (full[row] ?? Number.NaN))),
  );
}

/** Whether a budget is one that was measured, so that nothing is interpolated. */
export function isMeasured({ budgets }: Columns, { method, tokens }: CollectionBudget, max: number): boolean {
  return methods[method].control === 'count' || tokens >= max || budgets.includes(tokens);
}

/** The values of some rows, in their order. */
export function valuesOf(rows: Uint32Array, column: Float64Array): Float64Array {
  const values = new Float64Array(rows.length);
  for (let place = 0; place < rows.length; place++) values[place] = column[rows[place] ?? 0] ?? Number.NaN;
  return values;
}

/** The same rows in another order. @param places indices into `rows` */
export function rowsAt(rows: Uint32Array, places: Uint32Array): Uint32Array {
  const ordered = new Uint32Array(places.length);
  for (let at = 0; at < places.length; at++) ordered[at] = rows[places[at] ?? 0] ?? 0;
  return ordered;
}

/** Turns an ascending order into a descending one: equal ones stay as they are among themselves, and those without a value stay last. */
export function descending(ascending: Uint32Array, column: Float64Array): Uint32Array {
  const { length } = ascending;
  const valueAt = (place: number) => column[ascending[place] ?? 0] ?? Number.NaN;
  let known = length;
  while (known > 0 && Number.isNaN(valueAt(known - 1))) known--;
  const turned = new Uint32Array(length);
  turned.set(ascending.subarray(known), known);
  for (let start = 0; start < known;) {
    const value = valueAt(start);
    let end = start + 1;
    while (end < known && valueAt(end) === value) end++;
    turned.set(ascending.subarray(start, end), known - end);
    start = end;
  }
  return turned;
}

/** Rows in ascending order of their values; equal ones and those without a value (last) in the order given. */
export function sortedRows(rows: Uint32Array, valueOf: (row: number) => number): Uint32Array {
  const values = new Float64Array(rows.length);
  for (let place = 0; place < rows.length; place++) values[place] = valueOf(rows[place] ?? 0);
  return rowsAt(rows, ascendingOrder(values));
}
