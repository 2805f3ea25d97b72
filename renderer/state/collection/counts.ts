/** Tokens of every image of a collection at a budget, and the order in which its rows are shown. Pure; ten thousand rows take a few milliseconds. */
import { ascendingOrder } from '../../../src-engine/counts/ascending-order.ts';
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

/** The values of some rows, in their order. */
export function valuesOf(rows: Uint32Array, column: Float64Array): Float64Array {
  const values = new Float64Array(rows.length);
  for (let place = 0; place < rows.length; place++) values[place] = column[rows[place] ?? 0] ?? Number.NaN;
  return values;
}

/** Rows in ascending order of their values; equal ones and those without a value (last) in the order given. */
export function sortedRows(rows: Uint32Array, valueOf: (row: number) => number): Uint32Array {
  const values = new Float64Array(rows.length);
  for (let place = 0; place < rows.length; place++) values[place] = valueOf(rows[place] ?? 0);
  const order = ascendingOrder(values);
  for (let place = 0; place < order.length; place++) order[place] = rows[order[place] ?? 0] ?? 0;
  return order;
}
