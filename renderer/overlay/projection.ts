/** Fitting the picture into the stage, and the device pixels on which patches begin. Numbers only; the spaces are those of merging/coordinates.ts. */
import {
  imageToPatch,
  patchAt,
  screenToImage,
  type Grid,
  type ScreenPoint,
  type StageTransform,
  type ViewRegion,
} from '../../src-engine/merging/coordinates.ts';

/** A stage transform together with the device px per css px. */
export interface Projection extends StageTransform {
  readonly ratio: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rect extends Size {
  readonly x: number;
  readonly y: number;
}

/** The pan and zoom of the stage on top of the fit: what d3-zoom calls a transform. */
export interface PanZoom {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

/** An area of source px centred in the stage, as large as it fits with a margin; small ones are enlarged. [css px] */
export function fitTransform(area: Rect, stage: Size, margin: number): StageTransform {
  const width = Math.max(1, stage.width - 2 * margin);
  const height = Math.max(1, stage.height - 2 * margin);
  const scale = Math.min(width / area.width, height / area.height);
  return {
    scale,
    x: (stage.width - scale * area.width) / 2 - scale * area.x,
    y: (stage.height - scale * area.height) / 2 - scale * area.y,
  };
}

/** The picture together with a view that reaches outside it, as padded views do. [source px] */
export function areaOf(picture: Size, region: ViewRegion | null): Rect {
  if (region === null) return { x: 0, y: 0, width: picture.width, height: picture.height };
  const x = Math.min(0, region.x);
  const y = Math.min(0, region.y);
  return {
    x,
    y,
    width: Math.max(picture.width, region.x + region.width) - x,
    height: Math.max(picture.height, region.y + region.height) - y,
  };
}

export function compose(fitted: StageTransform, { k, x, y }: PanZoom, ratio: number): Projection {
  return { scale: k * fitted.scale, x: x + k * fitted.x, y: y + k * fitted.y, ratio };
}

/** Where the lines between patches fall, in whole device px, so that neighbours share an edge without a seam. */
export interface PatchEdges {
  readonly xs: readonly number[]; // [columns + 1]
  readonly ys: readonly number[]; // [rows + 1]
}

export function patchEdges(region: ViewRegion, { rows, columns }: Grid, at: Projection): PatchEdges {
  const edge = (origin: number, start: number, length: number, i: number, n: number) =>
    Math.round(at.ratio * (origin + at.scale * (start + (length * i) / n)));
  return {
    xs: Array.from({ length: columns + 1 }, (_, i) => edge(at.x, region.x, region.width, i, columns)),
    ys: Array.from({ length: rows + 1 }, (_, i) => edge(at.y, region.y, region.height, i, rows)),
  };
}

/** A patch as a rectangle of device px. */
export function patchRect({ xs, ys }: PatchEdges, { columns }: Grid, patch: number): Rect {
  const row = Math.floor(patch / columns);
  const column = patch % columns;
  const x = xs[column] ?? 0;
  const y = ys[row] ?? 0;
  return { x, y, width: (xs[column + 1] ?? x) - x, height: (ys[row + 1] ?? y) - y };
}

/** A rectangle of source px in device px. */
export function regionRect(region: ViewRegion, at: Projection): Rect {
  const { xs, ys } = patchEdges(region, { rows: 1, columns: 1 }, at);
  return patchRect({ xs, ys }, { rows: 1, columns: 1 }, 0);
}

/** The patch under a point of the stage, or null outside the view. */
export function patchUnder(
  point: ScreenPoint,
  region: ViewRegion,
  grid: Grid,
  at: StageTransform,
): number | null {
  return patchAt(imageToPatch(screenToImage(point, at), grid, region), grid) ?? null;
}
