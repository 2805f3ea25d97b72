/** What a budget costs over many images: averages, the count that is enough for most, savings, and images far from the others. Pure. */
import { enoughOf, quantile } from '../../../src-engine/counts/spread.ts';
import { sortedRows, valuesOf } from './counts.ts';

export interface BudgetPlan {
  readonly images: number; // those whose count is known
  readonly unknown: number;
  readonly mean: number; // tokens an image
  readonly median: number;
  readonly enough: number; // whole tokens that are enough for 95 % of them
  readonly fewest: number;
  readonly most: number;
  readonly total: number;
  readonly fullTotal: number; // without merging
  /** Rows far above and far below the others: beyond the quartiles by more than 1.5 of the distance between them (Tukey's fences). */
  readonly high: readonly number[];
  readonly low: readonly number[];
}

export const mostImages = 0.95;
const fence = 1.5;

/** Null where no count is known. @param ascending the rows by their counts, those that are not known last */
export function planOf(
  rows: Uint32Array,
  counts: Float64Array,
  full: Float64Array,
  ascending = sortedRows(rows, (row) => counts[row] ?? Number.NaN),
): BudgetPlan | null {
  let total = 0;
  let fullTotal = 0;
  let known = 0;
  for (const row of rows) {
    const count = counts[row] ?? Number.NaN;
    if (Number.isNaN(count)) continue;
    total += count;
    fullTotal += full[row] ?? 0;
    known++;
  }
  if (known === 0) return null;
  const values = valuesOf(ascending.subarray(0, known), counts);
  const lower = quantile(values, 0.25);
  const upper = quantile(values, 0.75);
  const reach = fence * (upper - lower);
  return {
    images: known,
    unknown: rows.length - known,
    mean: total / known,
    median: quantile(values, 0.5),
    enough: Math.ceil(enoughOf(values, mostImages) - 1e-9),
    fewest: values[0] ?? 0,
    most: values.at(-1) ?? 0,
    total,
    fullTotal,
    high: rowsIn(ascending, values.findLastIndex((value) => value <= upper + reach) + 1, known),
    low: rowsIn(
      ascending,
      0,
      values.findIndex((value) => value >= lower - reach),
    ),
  };
}

/** In the order of the collection. */
function rowsIn(ascending: Uint32Array, from: number, to: number): number[] {
  return [...ascending.slice(from, to).sort()];
}

/** Two budgets over the same images. */
export interface BudgetDifference {
  readonly images: number;
  readonly mean: number; // second minus first, tokens an image
  readonly more: number; // images that get more with the second
  readonly fewer: number;
}

/** Within half a token two counts are the same. */
export function differenceOf(
  rows: Uint32Array,
  first: Float64Array,
  second: Float64Array,
): BudgetDifference | null {
  let images = 0;
  let sum = 0;
  let more = 0;
  let fewer = 0;
  for (const row of rows) {
    const by = (second[row] ?? Number.NaN) - (first[row] ?? Number.NaN);
    if (Number.isNaN(by)) continue;
    images++;
    sum += by;
    if (by >= 0.5) more++;
    if (by <= -0.5) fewer++;
  }
  return images === 0 ? null : { images, mean: sum / images, more, fewer };
}
