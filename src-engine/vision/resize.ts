/**
 * Resampling that equals torchvision's or Pillow's byte for byte: one pass a side, rounded to 8 bits in between, a pass skipped where that
 * side already fits. One grey level of difference can change an owner map. No files, no normalising.
 */
import type { Region } from '../engine.ts';
import type { PreprocessSpec } from '../families/spec.ts';
import type { RgbImage } from './decode.ts';
import type { Taps } from './taps.ts';
import { makeTaps } from './taps.ts';
import type { Size } from './view-plan.ts';

/** Whose resampling, and with which filter. */
export type Resampling = Pick<PreprocessSpec, 'backend' | 'filter'>;

/** Filters every row. @param firstColumn of the source that the image's first column is. */
function horizontalPass({ rgb, width, height }: RgbImage, taps: Taps, firstColumn: number): RgbImage {
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
function verticalPass({ rgb, width }: RgbImage, taps: Taps, firstRow: number): RgbImage {
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

/** Source pixels that the taps touch: [first, how many]. */
function touched({ outputs, start, count }: Taps): readonly [number, number] {
  const first = start[0] ?? 0;
  return [first, (start[outputs - 1] ?? 0) + (count[outputs - 1] ?? 0) - first];
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

/** As `crop`, but whole rows are not copied. */
function part(image: RgbImage, region: Region): RgbImage {
  const { width, height, y } = region;
  if (width !== image.width) return crop(image, region);
  return { width, height, rgb: image.rgb.subarray(y * width * 3, (y + height) * width * 3) };
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
export function resizeWindow(image: RgbImage, size: Size, how: Resampling, window: Region): RgbImage {
  const { x, y, width, height } = window;
  const columns =
    size.width === image.width
      ? undefined
      : makeTaps({ ...how, size: image.width, to: size.width }, x, width);
  const rows =
    size.height === image.height
      ? undefined
      : makeTaps({ ...how, size: image.height, to: size.height }, y, height);
  if (columns === undefined && rows === undefined) return crop(image, window);
  const [firstColumn, columnCount] = columns === undefined ? [x, width] : touched(columns);
  const [firstRow, rowCount] = rows === undefined ? [y, height] : touched(rows);
  const source = part(image, { x: firstColumn, y: firstRow, width: columnCount, height: rowCount });
  const across = (half: RgbImage): RgbImage =>
    columns === undefined ? half : horizontalPass(half, columns, firstColumn);
  const down = (half: RgbImage): RgbImage => (rows === undefined ? half : verticalPass(half, rows, firstRow));
  return verticalFirst(image, size, how) ? across(down(source)) : down(across(source));
}

/** The whole image at `width` x `height`: equal to `Image.resize` of Pillow 13.0, or to torchvision 0.29's `resize` with antialias. */
export function resize(image: RgbImage, width: number, height: number, how: Resampling): RgbImage {
  return resizeWindow(image, { width, height }, how, { x: 0, y: 0, width, height });
}
