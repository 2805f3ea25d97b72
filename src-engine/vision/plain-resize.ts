/**
 * The two passes of a resize in plain TypeScript: what the vector code of vector-resize.ts is held against, and what runs where a processor
 * has no 128-bit vectors for WebAssembly.
 */
import type { RgbImage } from './rgb-image.ts';
import type { Taps } from './taps.ts';

/** Filters every row. @param firstColumn of the source that the image's first column is. */
export function horizontalPass({ rgb, width, height }: RgbImage, taps: Taps, firstColumn: number): RgbImage {
  const { outputs, stride, start, count, weights, bits } = taps;
  const out = new Uint8ClampedArray(height * outputs * 3);
  const half = 1 << (bits - 1);
  let to = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < outputs; x++) {
      let from = (y * width + (start[x] ?? 0) - firstColumn) * 3;
      let red = half;
      let green = half;
      let blue = half;
      const end = x * stride + (count[x] ?? 0);
      for (let k = x * stride; k < end; k++) {
        const w = weights[k] ?? 0;
        red = (red + Math.imul(w, rgb[from] ?? 0)) | 0;
        green = (green + Math.imul(w, rgb[from + 1] ?? 0)) | 0;
        blue = (blue + Math.imul(w, rgb[from + 2] ?? 0)) | 0;
        from += 3;
      }
      out[to] = red >> bits;
      out[to + 1] = green >> bits;
      out[to + 2] = blue >> bits;
      to += 3;
    }
  }
  return { width: outputs, height, rgb: new Uint8Array(out.buffer) };
}

/** Filters every column. @param firstRow of the source that the image's first row is. */
export function verticalPass({ rgb, width }: RgbImage, taps: Taps, firstRow: number): RgbImage {
  const { outputs, stride, start, count, weights, bits } = taps;
  const length = width * 3;
  const out = new Uint8ClampedArray(outputs * length);
  const sums = new Int32Array(length);
  for (let y = 0; y < outputs; y++) {
    sums.fill(1 << (bits - 1));
    for (let k = 0; k < (count[y] ?? 0); k++) {
      const w = weights[y * stride + k] ?? 0;
      const from = ((start[y] ?? 0) + k - firstRow) * length;
      for (let i = 0; i < length; i++) sums[i] = ((sums[i] ?? 0) + Math.imul(w, rgb[from + i] ?? 0)) | 0;
    }
    for (let i = 0; i < length; i++) out[y * length + i] = (sums[i] ?? 0) >> bits;
  }
  return { width, height: outputs, rgb: new Uint8Array(out.buffer) };
}

/** Both passes over a part of the source that the taps touch. @param columns absent where that side fits, as `rows` */
export function plainResize(
  part: RgbImage,
  { columns, rows, firstColumn, firstRow, verticalFirst }: Passes,
): RgbImage {
  const across = (half: RgbImage): RgbImage =>
    columns === undefined ? half : horizontalPass(half, columns, firstColumn);
  const down = (half: RgbImage): RgbImage => (rows === undefined ? half : verticalPass(half, rows, firstRow));
  return verticalFirst ? across(down(part)) : down(across(part));
}

/** What is done to the part of a source that begins at `firstColumn` and `firstRow`. */
export interface Passes {
  readonly columns: Taps | undefined; // absent: that side fits already
  readonly rows: Taps | undefined;
  readonly firstColumn: number;
  readonly firstRow: number;
  readonly verticalFirst: boolean;
}
