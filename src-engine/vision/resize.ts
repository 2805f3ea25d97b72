/**
 * Resampling that equals torchvision's or Pillow's byte for byte: one pass a side, rounded to 8 bits in between, a pass skipped where that
 * side already fits. One grey level of difference can change an owner map. No files, no normalising.
 */
import type { Region } from '../engine.ts';
import type { PreprocessSpec } from '../families/spec.ts';
import { openKernel } from './kernel.ts';
import type { Passes } from './plain-resize.ts';
import { plainResize } from './plain-resize.ts';
import { backwards, swaps, turnRgb } from './orientation.ts';
import type { Picture } from './picture.ts';
import { storedPart, takePart, upright } from './picture.ts';
import type { RgbImage } from './rgb-image.ts';
import { copyPart, rowsOf } from './rgb-image.ts';
import type { Taps } from './taps.ts';
import { makeTaps, mirrored } from './taps.ts';
import { vectorResize } from './vector-resize.ts';
import type { Size } from './view-plan.ts';

/** Whose resampling, and with which filter. */
export type Resampling = Pick<PreprocessSpec, 'backend' | 'filter'>;

/** Source pixels that the taps touch: [first, how many]. */
function touched({ outputs, start, count }: Taps): readonly [number, number] {
  const first = start[0] ?? 0;
  return [first, (start[outputs - 1] ?? 0) + (count[outputs - 1] ?? 0) - first];
}

/** Part of an image, copied. The rectangle lies inside. */
export function crop(image: RgbImage, part: Region): RgbImage {
  return copyPart(rowsOf(image), part);
}

/** Pillow 13 shortens a picture first where that takes away much; earlier ones, and torchvision, always narrow first. */
function verticalFirst(image: Size, size: Size, { backend }: Resampling): boolean {
  const shorter = image.height - size.height;
  return backend === 'pil' && shorter > 0 && shorter > 2 * (image.width - size.width);
}

/** The passes over the turned picture. */
interface Axes {
  readonly columns: Taps | undefined; // absent: that side fits already
  readonly rows: Taps | undefined;
  readonly verticalFirst: boolean;
}

/** The same passes over the picture as it is stored. Sums of whole numbers are the same in either direction. */
function asStored({ rows: { width, height }, orientation }: Picture, axes: Axes): Axes {
  const { x, y } = backwards(orientation);
  const turn = (taps: Taps | undefined, size: number, turned: boolean) =>
    turned && taps !== undefined ? mirrored(taps, size) : taps;
  const [columns, rows] = swaps(orientation) ? [axes.rows, axes.columns] : [axes.columns, axes.rows];
  return {
    columns: turn(columns, width, x),
    rows: turn(rows, height, y),
    verticalFirst: axes.verticalFirst !== swaps(orientation),
  };
}

/**
 * What `crop(resize(picture, width, height), window)` gives, without computing the rest: a strip of 1 x 10,000 pixels
 * costs no more than its centre.
 */
export function resizePicture(picture: Picture, size: Size, how: Resampling, window: Region): RgbImage {
  const { x, y, width, height } = window;
  const columns =
    size.width === picture.width
      ? undefined
      : makeTaps({ ...how, size: picture.width, to: size.width }, x, width);
  const rows =
    size.height === picture.height
      ? undefined
      : makeTaps({ ...how, size: picture.height, to: size.height }, y, height);
  if (columns === undefined && rows === undefined) return takePart(picture, window);
  const [firstColumn, columnCount] = columns === undefined ? [x, width] : touched(columns);
  const [firstRow, rowCount] = rows === undefined ? [y, height] : touched(rows);
  const part = storedPart(picture, { x: firstColumn, y: firstRow, width: columnCount, height: rowCount });
  const axes = asStored(picture, { columns, rows, verticalFirst: verticalFirst(picture, size, how) });
  const passes: Passes = { ...axes, firstColumn: part.x, firstRow: part.y };
  const kernel = openKernel();
  const stored =
    kernel === undefined
      ? plainResize(copyPart(picture.rows, part), passes)
      : vectorResize(kernel, picture.rows, part, passes);
  return { width, height, rgb: turnRgb(stored.rgb, stored, picture.orientation) };
}

/** `resizePicture` of pixels in memory. */
export function resizeWindow(image: RgbImage, size: Size, how: Resampling, window: Region): RgbImage {
  return resizePicture(upright(image), size, how, window);
}

/** The whole picture at `width` x `height`: equal to `Image.resize` of Pillow 13.0, or to torchvision 0.29's `resize` with antialias. */
export function resizeWhole(picture: Picture, width: number, height: number, how: Resampling): RgbImage {
  return resizePicture(picture, { width, height }, how, { x: 0, y: 0, width, height });
}

/** `resizeWhole` of pixels in memory. */
export function resize(image: RgbImage, width: number, height: number, how: Resampling): RgbImage {
  return resizeWhole(upright(image), width, height, how);
}
