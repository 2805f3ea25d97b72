/**
 * Tiles: a picture enlarged to whole squares of the encoder's side, cut row by row, and the whole once more as an overview. As Idefics3 and
 * SmolVLM define it, with every rounding of theirs. Pixels and regions only; what is written between tiles in the prompt is the family's.
 */
import type { Region } from '../engine.ts';
import type { EdgeTiles } from '../families/spec.ts';
import type { Picture } from './picture.ts';
import { crop, resize, resizeWhole } from './resize.ts';
import type { Resampling } from './resize.ts';
import type { RgbImage } from './rgb-image.ts';
import type { Size } from './view-plan.ts';

export interface TilesPlan {
  /** The longer side to what the rule says. */
  readonly first: Size;
  /** Then to whole tiles, or to one square. */
  readonly whole: Size;
  readonly grid: readonly [rows: number, columns: number]; // [0, 0]: the whole alone
  readonly side: number; // px of a view
}

export interface TiledView {
  readonly image: RgbImage; // side x side
  readonly region: Region; // in source pixels
}

/** No picture is enlarged beyond this. px */
const longest = 4096;

/** Tiles along one side of the largest picture, 1 where pictures are not cut. */
export function mostTiles({ longestEdge, split }: EdgeTiles, side: number): number {
  return split ? Math.max(1, Math.ceil(Math.min(longestEdge, longest) / side)) : 1;
}

/** The longer side to `edge`; the shorter is rounded down and then up to an even number. */
function longestEdgeTo({ width, height }: Size, edge: number): Size {
  const ratio = width / height;
  const even = (length: number) => Math.max(1, length + (length % 2));
  return width >= height
    ? { width: edge, height: even(Math.trunc(edge / ratio)) }
    : { width: even(Math.trunc(edge * ratio)), height: edge };
}

function withinBound({ width, height }: Size): Size {
  const ratio = width / height;
  if (width >= height && width > longest)
    return { width: longest, height: Math.max(1, Math.trunc(longest / ratio)) };
  if (height > width && height > longest)
    return { width: Math.max(1, Math.trunc(longest * ratio)), height: longest };
  return { width, height };
}

/** The longer side to whole tiles, the shorter by the ratio, and then to whole tiles, too. */
function toWholeTiles({ width, height }: Size, side: number): Size {
  const ratio = width / height;
  const whole = (length: number) => Math.ceil(length / side) * side;
  if (width >= height) {
    const across = whole(width);
    return { width: across, height: whole(Math.trunc(across / ratio)) };
  }
  const down = whole(height);
  return { width: whole(Math.trunc(down * ratio)), height: down };
}

export function planTiles(image: Size, rule: EdgeTiles, side: number): TilesPlan {
  const first = withinBound(longestEdgeTo(image, rule.longestEdge));
  const whole = rule.split ? toWholeTiles(first, side) : { width: side, height: side };
  const cut = whole.width > side || whole.height > side;
  return { first, whole, side, grid: cut ? [whole.height / side, whole.width / side] : [0, 0] };
}

/** Regions in pixels of the source: the whole, then the tiles row by row. */
export function tileRegions(source: Size, { whole, grid, side }: TilesPlan): readonly Region[] {
  const [rows, columns] = grid;
  const width = (side * source.width) / whole.width;
  const height = (side * source.height) / whole.height;
  const tiles = Array.from({ length: rows * columns }, (_, i) => ({
    x: (i % columns) * width,
    y: Math.floor(i / columns) * height,
    width,
    height,
  }));
  return [{ x: 0, y: 0, width: source.width, height: source.height }, ...tiles];
}

/** The overview and then the tiles row by row. `source` is the picture's size in the file, where the decoder shrank it. */
export function tiledViews(
  picture: Picture,
  plan: TilesPlan,
  how: Resampling,
  source: Size = picture,
): readonly TiledView[] {
  const { first, whole, side, grid } = plan;
  const enlarged = resize(
    resizeWhole(picture, first.width, first.height, how),
    whole.width,
    whole.height,
    how,
  );
  const overview = resize(enlarged, side, side, how);
  return tileRegions(source, plan).map((region, view) => {
    if (view === 0) return { image: overview, region };
    const x = ((view - 1) % grid[1]) * side;
    const y = Math.floor((view - 1) / grid[1]) * side;
    return { image: crop(enlarged, { x, y, width: side, height: side }), region };
  });
}
