/** Which images of a collection are selected, as a mask over its rows; and the brush, which selects by ranges. Pure. */
import { inRange, type Range } from './order.ts';
import type { Columns } from './columns.ts';

/** 1 for a selected row; rows that came later are not selected. */
export type Selection = Uint8Array;

export const noSelection: Selection = new Uint8Array(0);

/** A rectangle over the scatter; over the histogram only tokens bound it. */
export interface Brush {
  readonly tokens: Range;
  readonly bytesPerPixel: Range;
}

export const openRange: Range = { from: null, to: null };

export function isOpen({ tokens, bytesPerPixel }: Brush): boolean {
  return [tokens.from, tokens.to, bytesPerPixel.from, bytesPerPixel.to].every((end) => end === null);
}

/** The rows among `shown` that lie in the brush. */
export function brushed(
  columns: Columns,
  counts: Float64Array,
  shown: Uint32Array,
  { tokens, bytesPerPixel }: Brush,
): Selection {
  const mask = new Uint8Array(columns.rows);
  for (const row of shown) {
    const inside =
      inRange(counts[row] ?? Number.NaN, tokens) &&
      inRange(columns.bytesPerPixel[row] ?? Number.NaN, bytesPerPixel);
    if (inside) mask[row] = 1;
  }
  return mask;
}

export function selectionOf(rows: Iterable<number>, length: number): Selection {
  const mask = new Uint8Array(length);
  for (const row of rows) mask[row] = 1;
  return mask;
}

/** With `rows` switched to `on`. */
export function withRows(
  selection: Selection,
  rows: Iterable<number>,
  length: number,
  on: boolean,
): Selection {
  const mask = new Uint8Array(Math.max(length, selection.length));
  mask.set(selection);
  for (const row of rows) mask[row] = on ? 1 : 0;
  return mask;
}

/** Selected rows of images that are still there, ascending. */
export function selectedRows({ alive }: Columns, selection: Selection): Uint32Array {
  const rows: number[] = [];
  for (let row = 0; row < selection.length; row++)
    if (selection[row] === 1 && alive[row] === 1) rows.push(row);
  return Uint32Array.from(rows);
}
