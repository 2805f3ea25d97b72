/** A picture as it is read: rows as they are stored, and how they are turned when they are used. Turning costs nothing until pixels are taken. */
import type { Orientation, Region } from '../engine.ts';
import { backwards, swaps, turnedSize, turnRgb } from './orientation.ts';
import type { RgbImage, RgbRows } from './rgb-image.ts';
import { copyPart, rowsOf } from './rgb-image.ts';
import type { Size } from './view-plan.ts';

/** Width and height are those of the turned picture. */
export interface Picture extends Size {
  readonly rows: RgbRows; // as stored
  readonly orientation: Orientation;
}

export function pictureOf(rows: RgbRows, orientation: Orientation = 1): Picture {
  return { ...turnedSize(rows, orientation), rows, orientation };
}

/** Pixels in memory as a picture that stands as they do. */
export function upright(image: RgbImage): Picture {
  return pictureOf(rowsOf(image));
}

/** Where a rectangle of the turned picture lies in the stored one. Turning it as the picture is gives the rectangle. */
export function storedPart(
  { rows, orientation }: { readonly rows: Size; readonly orientation: Orientation },
  part: Region,
): Region {
  const { x, y } = backwards(orientation);
  const across = swaps(orientation)
    ? { from: part.y, size: part.height }
    : { from: part.x, size: part.width };
  const down = swaps(orientation) ? { from: part.x, size: part.width } : { from: part.y, size: part.height };
  return {
    x: x ? rows.width - across.from - across.size : across.from,
    y: y ? rows.height - down.from - down.size : down.from,
    width: across.size,
    height: down.size,
  };
}

/** Part of the turned picture, copied. The rectangle lies inside. */
export function takePart(picture: Picture, part: Region): RgbImage {
  const { width, height } = part;
  const stored = copyPart(picture.rows, storedPart(picture, part));
  return { width, height, rgb: turnRgb(stored.rgb, stored, picture.orientation) };
}

/** All pixels of the turned picture, [height, width, 3]. */
export function rgbOf(picture: Picture): Uint8Array {
  const { width, height } = picture;
  return takePart(picture, { x: 0, y: 0, width, height }).rgb;
}
