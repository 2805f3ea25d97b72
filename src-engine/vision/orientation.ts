/** Turning and mirroring of pixels by EXIF's codes. Reads no tag. */
import type { Orientation } from '../engine.ts';
import type { Size } from './view-plan.ts';

/** Whether width and height change places. */
export const swaps = (orientation: Orientation): boolean => orientation >= 5;

export function turnedSize({ width, height }: Size, orientation: Orientation): Size {
  return swaps(orientation) ? { width: height, height: width } : { width, height };
}

/** Whether stored columns (x) and rows (y) run backwards along the axes of the turned picture that they become. */
export function backwards(orientation: Orientation): { readonly x: boolean; readonly y: boolean } {
  return {
    x: orientation === 2 || orientation === 3 || orientation === 7 || orientation === 8,
    y: orientation === 3 || orientation === 4 || orientation === 6 || orientation === 7,
  };
}

/** The pixels [height, width, 3] of an image of `size` as they stand after the turn. The same array where there is none. */
export function turnRgb(rgb: Uint8Array, size: Size, orientation: Orientation): Uint8Array {
  if (orientation === 1) return rgb;
  const { width, height } = size;
  const turned = turnedSize(size, orientation);
  const out = new Uint8Array(rgb.length);
  // Where source column x and row y go: whether the row or the column runs backwards in the turned picture.
  const { x: backwardsX, y: backwardsY } = backwards(orientation);
  const strideX = (swaps(orientation) ? turned.width : 1) * (backwardsX ? -3 : 3);
  const strideY = (swaps(orientation) ? 1 : turned.width) * (backwardsY ? -3 : 3);
  const start = (backwardsX ? -strideX * (width - 1) : 0) + (backwardsY ? -strideY * (height - 1) : 0);
  let from = 0;
  for (let y = 0; y < height; y++) {
    let to = start + y * strideY;
    for (let x = 0; x < width; x++, from += 3, to += strideX) {
      out[to] = rgb[from] ?? 0;
      out[to + 1] = rgb[from + 1] ?? 0;
      out[to + 2] = rgb[from + 2] ?? 0;
    }
  }
  return out;
}
