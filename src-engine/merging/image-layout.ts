/** Where an image's patches stand in the prompt of the unmerged model, position by position. No tokens, no merging. */

import type { Grid } from './coordinates.ts';

/** Marks a position of the learned newline row. */
export const newlineCell = -1;

export interface ImageLayout {
  /** For every position of the image: `view * C + cell`, C cells a view (per token N0 patches), or `newlineCell`. */
  readonly cells: Int32Array; // [T]
  /** Order of the image's rows where it counts (without virtual unmerging): as the tower puts them out, or as they first appear. */
  readonly rowOrder: 'tower' | 'appearance';
  /** For every `view * C + cell` the position that it lies in, -1 where padding is cut away. Only where `cells` does not say it: on shrunken grids. */
  readonly places?: Int32Array;
  /** Of the cells of every view, row by row, one view behind the other, where the language model counts positions by row and column. */
  readonly grid?: Grid;
  /** Positions in time from one of these views to the next, of which fractions are cut off; 1 unless said. */
  readonly timeStep?: number | undefined;
}

/** The position in whose cell each of `count` patches lies, -1 where none does. */
export function placesOf({ cells, places }: ImageLayout, count: number): Int32Array {
  if (places !== undefined) return places;
  const found = new Int32Array(count).fill(-1);
  for (const [place, cell] of cells.entries()) if (cell !== newlineCell) found[cell] = place;
  return found;
}

/** The reference's layout: all patches of view 0, then of view 1, and so on. One view has no other. */
export function flatLayout(views: number, patches: number): ImageLayout {
  return { cells: Int32Array.from({ length: views * patches }, (_, cell) => cell), rowOrder: 'tower' };
}

/** The source cell under the centre of cell `index` where `from` cells are shrunk to `to`. Integers only. */
export function nearestCell(index: number, from: number, to: number): number {
  return Math.floor(((2 * index + 1) * from) / (2 * to));
}
