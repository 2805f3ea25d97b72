/**
 * Resampling that equals Pillow's byte for byte: horizontal pass, then vertical pass, rounded to 8 bits in between, a pass
 * skipped where that side already fits. One grey level of difference can change an owner map. No files, no normalising.
 */
import type { Region } from '../engine.ts';
import type { ResizeFilter } from '../families/spec.ts';
import type { RgbImage } from './decode.ts';
import type { Taps } from './taps.ts';
import { makeTaps, weightBits } from './taps.ts';

const half = 1 << (weightBits - 1);

/** Filters the rows `firstRow` ... `firstRow + rows - 1` along x -> [rows, taps.outputs, 3]. */
function horizontalPass(image: RgbImage, taps: Taps, firstRow: number, rows: number): Uint8ClampedArray {
  const { outputs, stride, start, count, weights } = taps;
  const { rgb, width } = image;
  const out = new Uint8ClampedArray(rows * outputs * 3);
  let to = 0;
  for (let y = 0; y < rows; y++) {
    const row = (firstRow + y) * width;
    for (let x = 0; x < outputs; x++) {
      let from = (row + (start[x] ?? 0)) * 3;
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
      out[to] = red >> weightBits;
      out[to + 1] = green >> weightBits;
      out[to + 2] = blue >> weightBits;
      to += 3;
    }
  }
  return out;
}

/** Filters columns of [rows, length] bytes, whose first row is source row `firstRow` -> [taps.outputs, length]. */
function verticalPass(
  source: ArrayLike<number>,
  length: number,
  taps: Taps,
  firstRow: number,
): Uint8ClampedArray {
  const { outputs, stride, start, count, weights } = taps;
  const out = new Uint8ClampedArray(outputs * length);
  const sums = new Int32Array(length);
  for (let y = 0; y < outputs; y++) {
    sums.fill(half);
    for (let k = 0; k < (count[y] ?? 0); k++) {
      const w = weights[y * stride + k] ?? 0;
      const from = ((start[y] ?? 0) + k - firstRow) * length;
      for (let i = 0; i < length; i++) sums[i] = ((sums[i] ?? 0) + Math.imul(w, source[from + i] ?? 0)) | 0;
    }
    for (let i = 0; i < length; i++) out[y * length + i] = (sums[i] ?? 0) >> weightBits;
  }
  return out;
}

/** Source rows that the taps touch: [first, number of rows]. */
function rowsNeeded(taps: Taps): readonly [number, number] {
  const last = taps.outputs - 1;
  const first = taps.start[0] ?? 0;
  return [first, (taps.start[last] ?? 0) + (taps.count[last] ?? 0) - first];
}

/** Part of an image, copied. The rectangle lies inside. */
export function crop(image: RgbImage, { x, y, width, height }: Region): RgbImage {
  const rgb = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = ((y + row) * image.width + x) * 3;
    rgb.set(image.rgb.subarray(from, from + width * 3), row * width * 3);
  }
  return { width, height, rgb };
}

/**
 * What `crop(resize(image, width, height), window)` gives, without computing the rest: a strip of 1 x 10,000 pixels
 * costs no more than its centre.
 */
export function resizeWindow(
  image: RgbImage,
  size: { readonly width: number; readonly height: number },
  filter: ResizeFilter,
  window: Region,
): RgbImage {
  if (size.height === image.height && size.width === image.width) return crop(image, window);
  if (size.height === image.height) {
    const columns = makeTaps(image.width, size.width, filter, window.x, window.width);
    return asImage(window, horizontalPass(image, columns, window.y, window.height));
  }
  const rows = makeTaps(image.height, size.height, filter, window.y, window.height);
  const [firstRow, rowCount] = rowsNeeded(rows);
  if (size.width === image.width) {
    const strip = crop(image, { x: window.x, y: firstRow, width: window.width, height: rowCount });
    return asImage(window, verticalPass(strip.rgb, window.width * 3, rows, firstRow));
  }
  const columns = makeTaps(image.width, size.width, filter, window.x, window.width);
  const strip = horizontalPass(image, columns, firstRow, rowCount);
  return asImage(window, verticalPass(strip, window.width * 3, rows, firstRow));
}

function asImage({ width, height }: Region, bytes: Uint8ClampedArray): RgbImage {
  return { width, height, rgb: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}

/**
 * The whole image at `width` x `height`. Equal to `Image.resize` of Pillow 11.0 to 12.1; later ones choose the order of the passes by
 * shape and differ on extreme strips (seen at 3 x 2000 to 336 x 7).
 */
export function resize(image: RgbImage, width: number, height: number, filter: ResizeFilter): RgbImage {
  return resizeWindow(image, { width, height }, filter, { x: 0, y: 0, width, height });
}
