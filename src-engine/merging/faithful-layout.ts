/** The layout in which the unmerged AnyRes models (LLaVA-NeXT, LLaVA-OneVision) read an image: base view, then the stitched crops. Geometry only. */
import { nearestCell, newlineCell, type ImageLayout } from './image-layout.ts';

export interface AnyResGeometry {
  /** S: patches along one side of a view. */
  readonly gridSide: number;
  /** Crops of the best resolution; view 0 is the base, crops follow row by row. */
  readonly crops: { readonly rows: number; readonly columns: number };
  /** Pixels of the source image: its aspect says how much of the crops is padding. */
  readonly image: { readonly width: number; readonly height: number };
  /** The 9 of `anyres_max_9`; without it nothing is shrunk. */
  readonly maxViews?: number | undefined;
}

/** A window of the stitched crops, and the number of cells that it is shown in. In patches. */
export interface StitchedGrid {
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly columns: number;
  readonly outRows: number;
  readonly outColumns: number;
}

/** What is left of the stitched crops once padding is cut away, and what it is shrunk to. */
export function stitchedGrid({ gridSide, crops, image, maxViews }: AnyResGeometry): StitchedGrid {
  const height = crops.rows * gridSide;
  const width = crops.columns * gridSide;
  const wide = image.width / image.height > width / height;
  const top = wide ? Math.floor((height - filled(image.height, width / image.width)) / 2) : 0;
  const left = wide ? 0 : Math.floor((width - filled(image.width, height / image.height)) / 2);
  const rows = height - 2 * top;
  const columns = width - 2 * left;
  const excess = maxViews === undefined ? 1 : Math.sqrt((rows * columns) / (maxViews * gridSide ** 2));
  const shrink = excess > 1.1;
  return {
    top,
    left,
    rows,
    columns,
    outRows: shrink ? floorQuotient(rows, excess) : rows,
    outColumns: shrink ? floorQuotient(columns, excess) : columns,
  };
}

/** Base patches, then the grid row by row, a newline after every row. A shrunken cell takes the patch under its centre. */
export function faithfulLayout(geometry: AnyResGeometry): ImageLayout {
  const { gridSide, crops } = geometry;
  const grid = stitchedGrid(geometry);
  const { top, left, rows, columns, outRows, outColumns } = grid;
  const cells = Array.from({ length: gridSide ** 2 }, (_, patch) => patch);
  for (let row = 0; row < outRows; row++) {
    const y = top + nearestCell(row, rows, outRows);
    for (let column = 0; column < outColumns; column++) {
      const x = left + nearestCell(column, columns, outColumns);
      const view = 1 + Math.floor(y / gridSide) * crops.columns + Math.floor(x / gridSide);
      cells.push(view * gridSide ** 2 + (y % gridSide) * gridSide + (x % gridSide));
    }
    cells.push(newlineCell);
  }
  const shrunk = outRows !== rows || outColumns !== columns;
  return {
    cells: Int32Array.from(cells),
    rowOrder: 'appearance',
    ...(shrunk ? { places: shrunkenPlaces(geometry, grid) } : {}),
  };
}

/** The position of the cell in which each patch lies: base patches first, then `outColumns` cells and a newline for every row. */
function shrunkenPlaces({ gridSide, crops }: AnyResGeometry, grid: StitchedGrid): Int32Array {
  const patches = gridSide ** 2;
  const places = new Int32Array((1 + crops.rows * crops.columns) * patches).fill(-1);
  for (let patch = 0; patch < patches; patch += 1) places[patch] = patch;
  for (let y = 0; y < grid.rows; y += 1) {
    for (let x = 0; x < grid.columns; x += 1) {
      const [stitchedY, stitchedX] = [grid.top + y, grid.left + x];
      const view = 1 + Math.floor(stitchedY / gridSide) * crops.columns + Math.floor(stitchedX / gridSide);
      const patch = (stitchedY % gridSide) * gridSide + (stitchedX % gridSide);
      const row = nearestCell(y, grid.outRows, grid.rows);
      const column = nearestCell(x, grid.outColumns, grid.columns);
      places[view * patches + patch] = patches + row * (grid.outColumns + 1) + column;
    }
  }
  return places;
}

/** Whole patches that `pixels` fill at a scale; rounded to 7 digits first, as the models do, so that 5.99999999 counts as 6. */
function filled(pixels: number, scale: number): number {
  return Math.trunc(Number((pixels * scale).toFixed(7)));
}

/** Floor division of floats by way of the exact remainder: a rounded quotient could reach the next integer. */
function floorQuotient(a: number, b: number): number {
  return Math.round((a - (a % b)) / b);
}
