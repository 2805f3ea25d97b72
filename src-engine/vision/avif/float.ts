/** Luma and chroma to RGB in libavif's own arithmetic, float32 throughout: for what libyuv has no constants, and for monochrome pictures. */
import type { ColourCode } from './container.ts';
import type { Plane, Planes } from './planes.ts';

/** Shares of red and blue in luma, by matrix (ISO/IEC 23091-2). */
const shares: Readonly<Record<number, readonly [number, number]>> = {
  1: [0.2126, 0.0722],
  4: [0.3, 0.11],
  5: [0.299, 0.114],
  6: [0.299, 0.114],
  7: [0.212, 0.087],
  9: [0.2627, 0.0593],
};

const { fround } = Math;
type Triple = readonly [number, number, number];
type Convert = (y: number, u: number, v: number) => Triple;

const identity: Convert = (y, u, v) => [v, y, u];

const greenAndOrange: Convert = (y, u, v) => {
  const rest = fround(y - u);
  return [fround(rest + v), fround(y + u), fround(rest - v)];
};

function byShares(kr: number, kb: number): Convert {
  const [red, blue] = [fround(kr), fround(kb)];
  const green = fround(fround(1 - red) - blue);
  const [ofRed, ofBlue] = [fround(2 * fround(1 - red)), fround(2 * fround(1 - blue))];
  return (y, u, v) => {
    const fromRed = fround(fround(red * fround(1 - red)) * v);
    const fromBlue = fround(fround(blue * fround(1 - blue)) * u);
    const taken = fround(2 * fround(fround(fromRed + fromBlue) / green));
    return [fround(y + fround(ofRed * v)), fround(y - taken), fround(y + fround(ofBlue * u))];
  };
}

/** @throws RangeError for a matrix that libavif does not convert either */
function conversionOf(matrix: number): Convert {
  if (matrix === 0) return identity;
  if (matrix === 8) return greenAndOrange;
  const found = shares[matrix === 2 ? 6 : matrix];
  if (found !== undefined) return byShares(...found);
  throw new RangeError(`colours of matrix ${String(matrix)} are not converted`);
}

/** [height, width, 3]. @throws RangeError */
export function planesToRgbInFloat(
  { depth, luma, chroma }: Planes,
  { matrix, fullRange }: ColourCode,
): Uint8Array {
  const { width, height } = luma;
  const unit = (1 << depth) - 1;
  const step = 1 << (depth - 8);
  const biasY = fullRange ? 0 : 16 * step;
  const rangeY = fullRange ? unit : 219 * step;
  const plain = matrix === 0; // then the planes are colours, all of one kind
  const biasUV = plain ? biasY : 1 << (depth - 1);
  const rangeUV = plain ? rangeY : fullRange ? unit : 224 * step;
  const bright = (value: number) => fround(fround(value - biasY) / rangeY);
  const tinted = (value: number) => fround(fround(value - biasUV) / rangeUV);
  const convert = chroma === undefined ? undefined : conversionOf(matrix);
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const light = bright(luma.values[at] ?? 0);
      const colour: Triple =
        chroma === undefined || convert === undefined
          ? [light, light, light]
          : convert(light, sample(chroma[0], luma, x, y, tinted), sample(chroma[1], luma, x, y, tinted));
      for (let c = 0; c < 3; c++) rgb[at * 3 + c] = toByte(colour[c] ?? 0);
    }
  }
  return rgb;
}

const toByte = (share: number): number =>
  Math.trunc(fround(0.5 + fround(Math.min(1, Math.max(0, share)) * 255)));

/** A chroma plane's value at a position of luma, interpolated between the nearest four. */
function sample(
  plane: Plane,
  { width, height }: Plane,
  x: number,
  y: number,
  tinted: (value: number) => number,
): number {
  const across = plane.width < width;
  const down = plane.height < height;
  const column = across ? x >> 1 : x;
  const row = down ? y >> 1 : y;
  const at = (r: number, c: number) => tinted(plane.values[r * plane.width + c] ?? 0);
  if (!across && !down) return at(row, column);
  const besideColumn = across ? column + step(x, width) : column;
  const besideRow = down ? row + step(y, height) : row;
  const near = fround(at(row, column) * fround(9 / 16));
  const sum = fround(near + fround(at(row, besideColumn) * fround(3 / 16)));
  const more = fround(sum + fround(at(besideRow, column) * fround(3 / 16)));
  return fround(more + fround(at(besideRow, besideColumn) * fround(1 / 16)));
}

/** Towards the other sample that a position lies next to; 0 at the edges. */
function step(position: number, size: number): -1 | 0 | 1 {
  if (position === 0 || (position === size - 1 && position % 2 !== 0)) return 0;
  return position % 2 === 0 ? -1 : 1;
}
