/** Numbers to codes and scales, block by block. Pure, deterministic, and the hot loop of making a quantised copy. */
import { blockLength, type Bits } from './block-format.ts';

/** Room for the rows given: codes uint8 [rows, blocks, blockBytes], scales f32 [rows, blocks]. */
export interface Quantised {
  readonly codes: Uint8Array;
  readonly scales: Float32Array;
}

/** Into how many steps the largest number of a block may fall. More than 8 cuts it off in favour of the many small ones. */
const stepsOf4Bits = [6, 6.5, 7, 7.5, 8, 8.5, 9] as const;

/** One block as doubles; the loops below never allocate. */
const block = new Float64Array(blockLength);

/**
 * @param values f32 [rows, columns]
 * @returns the sum of squared errors; not finite where a number is not
 */
export function quantiseRows(values: Float32Array, columns: number, bits: Bits, into: Quantised): number {
  const blocks = Math.ceil(columns / blockLength);
  const rows = values.length / columns;
  const blockBytes = (blockLength * bits) / 8;
  const quantise = bits === 4 ? quantise4 : quantise8;
  let error = 0;
  for (let row = 0; row < rows; row += 1) {
    for (let index = 0; index < blocks; index += 1) {
      const from = index * blockLength;
      const filled = Math.min(blockLength, columns - from);
      for (let i = 0; i < filled; i += 1) block[i] = values[row * columns + from + i] ?? 0;
      block.fill(0, filled);
      const at = row * blocks + index;
      const scale = quantise(into.codes, at * blockBytes);
      into.scales[at] = scale;
      error +=
        bits === 4 ? error4(into.codes, at * blockBytes, scale) : error8(into.codes, at * blockBytes, scale);
    }
  }
  return error;
}

/** The number farthest from zero, with its sign. */
function extreme(): number {
  let found = 0;
  for (let i = 0; i < blockLength; i += 1) {
    const value = block[i] ?? 0;
    if (Math.abs(value) > Math.abs(found)) found = value;
  }
  return found;
}

/**
 * Codes 0..15 for -8..7. Several step widths are tried; for each the best scale is known in closed form (least squares), and the one that
 * leaves the smallest squared error wins. The extreme number falls on the side that has 8 steps, so scales may be negative.
 */
function quantise4(codes: Uint8Array, offset: number): number {
  const far = extreme();
  let best = 0;
  let scale = 0;
  let inverse = 0;
  if (far !== 0) {
    for (const steps of stepsOf4Bits) {
      const candidate = -steps / far;
      let along = 0;
      let norm = 0;
      for (let i = 0; i < blockLength; i += 1) {
        const value = block[i] ?? 0;
        const level = code4(value * candidate) - 8;
        along += value * level;
        norm += level * level;
      }
      const explained = (along * along) / norm; // what the squared error is smaller by than all the energy
      if (explained > best) {
        best = explained;
        scale = along / norm;
        inverse = candidate;
      }
    }
  }
  scale = Math.fround(scale);
  if (scale === 0) inverse = 0;
  for (let i = 0; i < blockLength; i += 2) {
    const low = code4((block[i] ?? 0) * inverse);
    const high = code4((block[i + 1] ?? 0) * inverse);
    codes[offset + (i >> 1)] = low | (high << 4);
  }
  return scale;
}

/** Nearest of 0..15; adding 8.5 and cutting off rounds, because no candidate reaches below -9.5. */
function code4(level: number): number {
  const code = (level + 8.5) | 0;
  return code > 15 ? 15 : code;
}

/** Codes 1..255 for -127..127: with so many steps a search gains nothing worth its time. */
function quantise8(codes: Uint8Array, offset: number): number {
  const scale = Math.fround(Math.abs(extreme()) / 127);
  const inverse = scale === 0 ? 0 : 1 / scale;
  for (let i = 0; i < blockLength; i += 1) codes[offset + i] = ((block[i] ?? 0) * inverse + 128.5) | 0;
  return scale;
}

function error4(codes: Uint8Array, offset: number, scale: number): number {
  let sum = 0;
  for (let i = 0; i < blockLength; i += 2) {
    const pair = codes[offset + (i >> 1)] ?? 0;
    const low = (block[i] ?? 0) - scale * ((pair & 15) - 8);
    const high = (block[i + 1] ?? 0) - scale * ((pair >> 4) - 8);
    sum += low * low + high * high;
  }
  return sum;
}

function error8(codes: Uint8Array, offset: number, scale: number): number {
  let sum = 0;
  for (let i = 0; i < blockLength; i += 1) {
    const difference = (block[i] ?? 0) - scale * ((codes[offset + i] ?? 0) - 128);
    sum += difference * difference;
  }
  return sum;
}
