/**
 * Resampling that equals torchvision's or Pillow's byte for byte: one pass a side, rounded to 8 bits in between, a pass skipped where that
 * side already fits. One grey level of difference can change an owner map. No files, no normalising.
 */
import type { Region } from '../engine.ts';
import type { PreprocessSpec } from '../families/spec.ts';
import { openKernel } from './kernel.ts';
import type { Passes } from './plain-resize.ts';
import { plainResize } from './plain-resize.ts';
import type { RgbImage, RgbRows } from './rgb-image.ts';
import { copyPart, rowsOf } from './rgb-image.ts';
import type { Taps } from './taps.ts';
import { makeTaps } from './taps.ts';
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

/**
 * What `crop(resize(image, width, height), window)` gives, without computing the rest: a strip of 1 x 10,000 pixels
 * costs no more than its centre.
 */
export function resizeRows(source: RgbRows, size: Size, how: Resampling, window: Region): RgbImage {
  const { x, y, width, height } = window;
  const columns =
    size.width === source.width
      ? undefined
      : makeTaps({ ...how, size: source.width, to: size.width }, x, width);
  const rows =
    size.height === source.height
      ? undefined
      : makeTaps({ ...how, size: source.height, to: size.height }, y, height);
  if (columns === undefined && rows === undefined) return copyPart(source, window);
  const [firstColumn, columnCount] = columns === undefined ? [x, width] : touched(columns);
  const [firstRow, rowCount] = rows === undefined ? [y, height] : touched(rows);
  const part = { x: firstColumn, y: firstRow, width: columnCount, height: rowCount };
  const passes: Passes = {
    columns,
    rows,
    firstColumn,
    firstRow,
    verticalFirst: verticalFirst(source, size, how),
  };
  const kernel = openKernel();
  return kernel === undefined
    ? plainResize(copyPart(source, part), passes)
    : vectorResize(kernel, source, part, passes);
}

/** `resizeRows` of pixels in memory. */
export function resizeWindow(image: RgbImage, size: Size, how: Resampling, window: Region): RgbImage {
  return resizeRows(rowsOf(image), size, how, window);
}

/** The whole image at `width` x `height`: equal to `Image.resize` of Pillow 13.0, or to torchvision 0.29's `resize` with antialias. */
export function resize(image: RgbImage, width: number, height: number, how: Resampling): RgbImage {
  return resizeWindow(image, { width, height }, how, { x: 0, y: 0, width, height });
}
