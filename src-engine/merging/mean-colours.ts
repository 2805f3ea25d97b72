/** The mean colour of every group: what the mosaic shows. Reads pixels, paints nothing. */
import type { Grid, ViewRegion } from './coordinates.ts';
import { dropped } from './owner-map.ts';

/** Interleaved 8-bit pixels, row by row; channels after the third are ignored. */
export interface Pixels {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

/** Colour sums of every patch: computed once per image, so that a new owner map costs no pass over the pixels. */
export interface PatchColours {
  readonly sum: Float64Array; // [N0, 3]
  readonly count: Int32Array; // [N0] pixels
}

/** Sums the pixels of one view by patch. A pixel belongs to the patch that its centre lies in; none lies outside the picture. */
export function patchColours(pixels: Pixels, region: ViewRegion, grid: Grid): PatchColours {
  const { data, width, height, channels } = pixels;
  const sum = new Float64Array(grid.rows * grid.columns * 3);
  const count = new Int32Array(grid.rows * grid.columns);
  const columnOf = cellsAlong(width, region.x, region.width, grid.columns);
  const rowOf = cellsAlong(height, region.y, region.height, grid.rows);
  for (let y = 0; y < height; y++) {
    const row = rowOf[y] ?? -1;
    if (row < 0) continue;
    for (let x = 0; x < width; x++) {
      const column = columnOf[x] ?? -1;
      if (column < 0) continue;
      const patch = row * grid.columns + column;
      const at = (y * width + x) * channels;
      count[patch] = (count[patch] ?? 0) + 1;
      for (let c = 0; c < 3; c++) sum[patch * 3 + c] = (sum[patch * 3 + c] ?? 0) + (data[at + c] ?? 0);
    }
  }
  return { sum, count };
}

/** Mean sRGB of every token, [n, 3]. Groups without a pixel, in the padding, are black as the padding is. */
export function meanColours(colours: PatchColours, owner: Int32Array, tokens: number): Uint8ClampedArray {
  const sums = new Float64Array(tokens * 3);
  const counts = new Float64Array(tokens);
  owner.forEach((token, patch) => {
    if (token === dropped) return;
    counts[token] = (counts[token] ?? 0) + (colours.count[patch] ?? 0);
    for (let c = 0; c < 3; c++)
      sums[token * 3 + c] = (sums[token * 3 + c] ?? 0) + (colours.sum[patch * 3 + c] ?? 0);
  });
  return Uint8ClampedArray.from(sums, (sum, at) => sum / Math.max(1, counts[Math.floor(at / 3)] ?? 1));
}

/** The cell that each pixel's centre lies in along one side, -1 outside the region. */
function cellsAlong(pixels: number, start: number, length: number, cells: number): Int32Array {
  return Int32Array.from({ length: pixels }, (_, pixel) => {
    const cell = Math.floor(((pixel + 0.5 - start) / length) * cells);
    return cell >= 0 && cell < cells ? cell : -1;
  });
}
