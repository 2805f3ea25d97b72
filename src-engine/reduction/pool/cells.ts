/** A square grid of patches cut into a given number of rectangles, as even as whole rows and columns allow. Integers only. */

export interface Cells {
  readonly owner: Int32Array; // [S * S] the cell of each patch, 0..cells-1, band by band from left to right
  readonly size: Float32Array; // [cells] patches of each cell
}

/**
 * Bands of whole rows, each cut into columns: round(√cells) bands, and in every band as many cells as its share of them.
 * With `cells` = k² and k a divisor of the side this is the grid of k x k average pooling.
 * @param side S, patches along one side
 * @param cells 1..S²
 */
export function gridCells(side: number, cells: number): Cells {
  const owner = new Int32Array(side * side);
  const size = new Float32Array(cells);
  const bands = Math.round(Math.sqrt(cells));
  for (let band = 0; band < bands; band += 1) {
    const first = share(band, cells, bands);
    const columns = share(band + 1, cells, bands) - first;
    for (let column = 0; column < columns; column += 1) {
      const cell = first + column;
      for (let y = share(band, side, bands); y < share(band + 1, side, bands); y += 1) {
        for (let x = share(column, side, columns); x < share(column + 1, side, columns); x += 1) {
          owner[y * side + x] = cell;
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
