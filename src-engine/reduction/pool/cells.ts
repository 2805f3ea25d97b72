/** A square grid of patches cut into a given number of rectangles, as even as whole rows and columns allow. Integers only. */
import type { Grid } from '../../merging/coordinates.ts';

export interface Cells {
  readonly owner: Int32Array; // [N0] the cell of each patch, 0..cells-1, band by band from left to right
  readonly size: Float32Array; // [cells] patches of each cell
}

/**
 * Bands of whole rows, each cut into columns: round(√cells) bands, and in every band as many cells as its share of them.
 * With `cells` = k² on a square, k a divisor of its side, this is the grid of k x k average pooling. On other rectangles there are as many bands
 * as make cells nearly square, at most one a row.
 * @param cells 1..rows * columns
 */
export function gridCells({ rows, columns: across }: Grid, cells: number): Cells {
  const owner = new Int32Array(rows * across);
  const size = new Float32Array(cells);
  const bands = Math.min(
    rows,
    cells,
    Math.max(Math.ceil(cells / across), Math.round(Math.sqrt((cells * rows) / across))),
  );
  for (let band = 0; band < bands; band += 1) {
    const first = share(band, cells, bands);
    const columns = share(band + 1, cells, bands) - first;
    for (let column = 0; column < columns; column += 1) {
      const cell = first + column;
      for (let y = share(band, rows, bands); y < share(band + 1, rows, bands); y += 1) {
        for (let x = share(column, across, columns); x < share(column + 1, across, columns); x += 1) {
          owner[y * across + x] = cell;
          size[cell] = (size[cell] ?? 0) + 1;
        }
      }
    }
  }
  return { owner, size };
}

/** Where part `index` of `parts` begins when `whole` is cut into whole numbers. */
function share(index: number, whole: number, parts: number): number {
  return Math.floor((index * whole) / parts);
}
