/**
 * Where the patches of AnyRes views stand in the prompt (the *faithful* layout): base view, then the stitched grid without its padding,
 * shrunk where the model does so, one newline after every row. Integers only; owners come in later.
 */
import type { Size } from './view-plan.ts';

export interface StitchedGrid {
  readonly stitched: readonly [number, number]; // [rows, columns] of patches of all crops
  /** Patches cut from the top and as many from the bottom; from the left and as many from the right. */
  readonly cut: { readonly rows: number; readonly columns: number };
  readonly unpadded: readonly [number, number];
  readonly out: readonly [number, number]; // cells, after shrinking
  readonly shrunk: boolean;
}

/** What stands at one position of the image part of the prompt. */
export type LayoutPosition =
  | { readonly kind: 'patch'; readonly view: number; readonly patch: number } // view 0 is the base; patch row-major in its view
  | { readonly kind: 'newline' };

/** Whole units of `length` that `source` pixels fill at `scale`: rounded to 7 digits first, so that 5.99999999 counts as 6. */
function filled(source: number, scale: number): number {
  return Math.trunc(Number((source * scale).toFixed(7)));
}

/** Padding that unpadding removes on one side, in patches. `image` is the source's size in pixels. */
function unpadCut(image: Size, [height, width]: readonly [number, number]): StitchedGrid['cut'] {
  return image.width / image.height > width / height
    ? { rows: Math.floor((height - filled(image.height, width / image.width)) / 2), columns: 0 }
    : { rows: 0, columns: Math.floor((width - filled(image.width, height / image.height)) / 2) };
}

/** Floor division of floats as Python defines it: by the exact remainder, where a rounded quotient could reach the next integer. */
function floorDivide(a: number, b: number): number {
  return Math.round((a - (a % b)) / b);
}

/**
 * `grid` = crops [rows, columns], `gridSide` S = patches along a view. `maxViews`: the 9 of `anyres_max_9`; without it nothing is shrunk.
 */
export function stitchGrid(
  image: Size,
  grid: readonly [number, number],
  gridSide: number,
  maxViews?: number,
): StitchedGrid {
  const stitched = [grid[0] * gridSide, grid[1] * gridSide] as const;
  const cut = unpadCut(image, stitched);
  const unpadded = [stitched[0] - 2 * cut.rows, stitched[1] - 2 * cut.columns] as const;
  const ratio =
    maxViews === undefined ? 1 : Math.sqrt((unpadded[0] * unpadded[1]) / (maxViews * gridSide ** 2));
  const shrunk = ratio > 1.1;
  const out = shrunk
    ? ([floorDivide(unpadded[0], ratio), floorDivide(unpadded[1], ratio)] as const)
    : unpadded;
  return { stitched, cut, unpadded, out, shrunk };
}

/** The source cell under the centre of cell `i` of `out` cells over `size`. */
function nearest(i: number, size: number, out: number): number {
  return Math.floor(((2 * i + 1) * size) / (2 * out));
}

/** Every position in order: S x S base patches, then the rows of the grid, each closed by a newline. */
export function layoutPositions(
  { cut, unpadded, out, stitched }: StitchedGrid,
  gridSide: number,
): readonly LayoutPosition[] {
  const columnsOfCrops = stitched[1] / gridSide;
  const positions: LayoutPosition[] = [];
  for (let patch = 0; patch < gridSide ** 2; patch++) positions.push({ kind: 'patch', view: 0, patch });
  for (let row = 0; row < out[0]; row++) {
    const y = cut.rows + nearest(row, unpadded[0], out[0]);
    for (let column = 0; column < out[1]; column++) {
      const x = cut.columns + nearest(column, unpadded[1], out[1]);
      const view = 1 + Math.floor(y / gridSide) * columnsOfCrops + Math.floor(x / gridSide);
      positions.push({ kind: 'patch', view, patch: (y % gridSide) * gridSide + (x % gridSide) });
    }
    positions.push({ kind: 'newline' });
  }
  return positions;
}
