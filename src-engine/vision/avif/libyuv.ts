/**
 * Luma and chroma of 8 bits to RGB in the integers of libyuv, with which libavif (and with it Pillow) converts where it can: chroma is
 * interpolated, and colours are computed with six fractional bits.
 */
import type { ColourCode } from './container.ts';
import type { Plane } from './planes.ts';

export interface Constants {
  readonly scaleY: number;
  readonly biasY: number;
  readonly blueU: number;
  readonly greenU: number;
  readonly greenV: number;
  readonly redV: number;
}

const constants = (
  scaleY: number,
  biasY: number,
  blueU: number,
  greenU: number,
  greenV: number,
  redV: number,
): Constants => ({ scaleY, biasY, blueU, greenU, greenV, redV });

/** By matrix (1: BT.709, 6: BT.601, 9: BT.2020): full and limited range, whose blue would need more than the seven bits it has. */
const tables: Readonly<Record<number, { readonly full: Constants; readonly limited: Constants }>> = {
  1: { full: constants(16320, 32, 119, 12, 30, 101), limited: constants(18997, -1160, 128, 14, 34, 115) },
  6: { full: constants(16320, 32, 113, 22, 46, 90), limited: constants(18997, -1160, 128, 25, 52, 102) },
  9: { full: constants(16320, 32, 120, 11, 37, 94), limited: constants(19003, -1160, 128, 12, 42, 107) },
};

/** Which of them a code means; none where libyuv has no constants for it. */
export function tableOf({ matrix, primaries, fullRange }: ColourCode): Constants | undefined {
  const known = matrix === 12 ? derived(primaries) : matrix === 2 || matrix === 5 ? 6 : matrix;
  const pair = tables[known];
  return fullRange ? pair?.full : pair?.limited;
}

/** The matrix that belongs to primaries. */
function derived(primaries: number): number {
  if (primaries === 1 || primaries === 2) return 1;
  if (primaries === 5 || primaries === 6) return 6;
  return primaries === 9 ? 9 : 0;
}

const clamp = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

/** [height, width, 3] from planes of 8 bits, chroma at full size. */
export function withTable(
  luma: Uint16Array,
  u: Uint16Array,
  v: Uint16Array,
  { scaleY, biasY, blueU, greenU, greenV, redV }: Constants,
): Uint8Array {
  const rgb = new Uint8Array(luma.length * 3);
  for (let i = 0; i < luma.length; i++) {
    const light = Math.floor(((luma[i] ?? 0) * 257 * scaleY) / 65536) + biasY;
    const blue = (u[i] ?? 0) - 128;
    const red = (v[i] ?? 0) - 128;
    rgb[i * 3] = clamp((light + red * redV) >> 6);
    rgb[i * 3 + 1] = clamp((light - (blue * greenU + red * greenV)) >> 6);
    rgb[i * 3 + 2] = clamp((light + blue * blueU) >> 6);
  }
  return rgb;
}

/** Chroma at the size of luma: linear between samples whose centres lie between those of luma. Rounded once, as libyuv does. */
export function upsampled(plane: Plane, width: number, height: number): Uint16Array {
  const across = plane.width < width || width === 1;
  const down = plane.height < height || height === 1;
  if (plane.width === width && plane.height === height) return plane.values;
  const out = new Uint16Array(width * height);
  for (let y = 0; y < height; y++) {
    const near = down ? y >> 1 : y;
    const far = down ? neighbour(y, near, plane.height) : near;
    for (let x = 0; x < width; x++) {
      const left = across ? x >> 1 : x;
      const right = across && x < width - 1 ? neighbour(x, left, plane.width) : left;
      const at = (row: number, column: number) => plane.values[row * plane.width + column] ?? 0;
      out[y * width + x] =
        near === far
          ? left === right
            ? at(near, left)
            : (3 * at(near, left) + at(near, right) + 2) >> 2
          : left === right
            ? (3 * at(near, left) + at(far, left) + 2) >> 2
            : (9 * at(near, left) + 3 * at(near, right) + 3 * at(far, left) + at(far, right) + 8) >> 4;
    }
  }
  return out;
}

/** The other sample that a position lies next to; at the edges there is none. */
function neighbour(position: number, near: number, count: number): number {
  const other = position % 2 === 0 ? near - 1 : near + 1;
  return other < 0 || other >= count ? near : other;
}
