/** Pixels in memory, and pixels that are read by rows from wherever they lie. */
import type { Region } from '../engine.ts';
import type { Size } from './view-plan.ts';

/** 8-bit RGB pixels. */
export interface RgbImage {
  readonly width: number; // px
  readonly height: number; // px
  readonly rgb: Uint8Array; // [height, width, 3]
}

/** A picture whose rows are copied to where they are needed, so that not all of them need be in memory. */
export interface RgbRows extends Size {
  /**
   * Copies a rectangle that lies inside. @param stride bytes from one row in `into` to the next, at least 3 x width
   * @param at the first byte in `into`
   */
  copy(part: Region, into: Uint8Array, at: number, stride: number): void;
  /** Gives back what the rows lie in; nothing can be copied afterwards. Without it that happens when nobody has them any more. */
  readonly release?: () => void;
}

/** The rows of pixels in memory. */
export function rowsOf({ width, height, rgb }: RgbImage): RgbRows {
  return {
    width,
    height,
    copy(part, into, at, stride) {
      const length = part.width * 3;
      if (part.width === width && stride === length) {
        into.set(rgb.subarray(part.y * length, (part.y + part.height) * length), at);
        return;
      }
      for (let row = 0; row < part.height; row++) {
        const from = ((part.y + row) * width + part.x) * 3;
        into.set(rgb.subarray(from, from + length), at + row * stride);
      }
    },
  };
}

/** Part of a picture, copied. The rectangle lies inside. */
export function copyPart(rows: RgbRows, part: Region): RgbImage {
  const { width, height } = part;
  const rgb = new Uint8Array(width * height * 3);
  rows.copy(part, rgb, 0, width * 3);
  return { width, height, rgb };
}
