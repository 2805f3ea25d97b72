/**
 * Tiles by ratio: a picture is squeezed into the grid of squares whose sides are most like its own, cut row by row, and the whole once more as an
 * overview. As the image processor of GOT-OCR 2 and InternVL defines it. Pixels and regions only.
 */
import type { RatioTiles } from '../families/spec.ts';
import type { Picture } from './picture.ts';
import { crop, resizeWhole } from './resize.ts';
import type { Resampling } from './resize.ts';
import { tileRegions } from './tiles.ts';
import type { TiledView } from './tiles.ts';
import type { Size } from './view-plan.ts';

export type Grid = readonly [rows: number, columns: number]; // [0, 0]: the whole alone

/**
 * Of all grids of `least` to `most` tiles that whose ratio is nearest to the picture's. Of equal ones a larger one is taken as long as its tiles
 * have less than twice the picture's pixels.
 */
export function ratioGrid({ width, height }: Size, { least, most }: RatioTiles, side: number): Grid {
  const ratio = width / height;
  let best = { rows: 1, columns: 1, apart: Infinity };
  for (const { rows, columns } of grids(least, most)) {
    const apart = Math.abs(ratio - columns / rows);
    const large = width * height > 0.5 * side * side * columns * rows;
    if (apart < best.apart || (apart === best.apart && large)) best = { rows, columns, apart };
  }
  return best.rows * best.columns > 1 ? [best.rows, best.columns] : [0, 0];
}

/** By number of tiles; of as many the narrower first. */
function grids(least: number, most: number): readonly { readonly rows: number; readonly columns: number }[] {
  const sides = Array.from({ length: most }, (_, index) => index + 1);
  return sides
    .flatMap((columns) => sides.map((rows) => ({ rows, columns })))
    .filter(({ rows, columns }) => rows * columns <= most && rows * columns >= least)
    .sort((a, b) => a.rows * a.columns - b.rows * b.columns);
}

/** The overview and then the tiles row by row. `source` is the picture's size in the file, where the decoder shrank it. */
export function ratioTiledViews(
  picture: Picture,
  grid: Grid,
  side: number,
  how: Resampling,
  source: Size = picture,
): readonly TiledView[] {
  const [rows, columns] = grid;
  const whole = { width: Math.max(1, columns) * side, height: Math.max(1, rows) * side };
  const overview = resizeWhole(picture, side, side, how);
  const enlarged = rows === 0 ? overview : resizeWhole(picture, whole.width, whole.height, how);
  return tileRegions(source, { first: whole, whole, grid, side }).map((region, view) => {
    if (view === 0) return { image: overview, region };
    const x = ((view - 1) % columns) * side;
    const y = Math.floor((view - 1) / columns) * side;
    return { image: crop(enlarged, { x, y, width: side, height: side }), region };
  });
}
