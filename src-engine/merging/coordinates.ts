/** Points in the three spaces of the overlay, branded so that they cannot be mixed, and the ways between them. No drawing. */

declare const space: unique symbol;
type Point<Space extends string> = readonly [x: number, y: number] & { readonly [space]?: Space };

/** In patches of one view: (0, 0) is the view's top left corner, (columns, rows) its bottom right one. */
export type PatchPoint = Point<'patch'>;
/** In pixels of the source image. */
export type ImagePoint = Point<'image'>;
/** In CSS pixels of the stage. */
export type ScreenPoint = Point<'screen'>;

export interface Grid {
  readonly rows: number;
  readonly columns: number;
}

/** The part of the source image that a view shows, in image pixels. May reach outside the image. */
export interface ViewRegion {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pan and zoom: screen = image * scale + (x, y). */
export interface StageTransform {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

// A brand exists for the compiler only, hence no value ever has the property.
export const patchPoint = (x: number, y: number): PatchPoint => [x, y];
export const imagePoint = (x: number, y: number): ImagePoint => [x, y];
export const screenPoint = (x: number, y: number): ScreenPoint => [x, y];

export function imageToPatch([x, y]: ImagePoint, grid: Grid, region: ViewRegion): PatchPoint {
  return patchPoint(
    ((x - region.x) / region.width) * grid.columns,
    ((y - region.y) / region.height) * grid.rows,
  );
}

export function screenToImage([x, y]: ScreenPoint, transform: StageTransform): ImagePoint {
  return imagePoint((x - transform.x) / transform.scale, (y - transform.y) / transform.scale);
}

/** The patch under a point, row-major; undefined outside the view. */
export function patchAt([x, y]: PatchPoint, grid: Grid): number | undefined {
  const inside = x >= 0 && y >= 0 && x < grid.columns && y < grid.rows;
  return inside ? Math.floor(y) * grid.columns + Math.floor(x) : undefined;
}
