/** Filter weights as the kernel reads them: a span per output and blocks of 16-bit numbers, in groups of as many taps as it takes at once. */
import type { Taps } from './taps.ts';

export interface PackedTaps {
  readonly outputs: number;
  readonly bits: number;
  /** Some weight needs more than 16 bits: each is split into w = high * 2^15 + low. */
  readonly long: boolean;
  readonly spans: Int32Array; // [outputs][where its source begins, number of groups]
  readonly weights: Int16Array; // [outputs, block / 2]
  readonly block: number; // bytes
}

/**
 * @param origin the source pixel that the part in memory begins with
 * @param step what a pixel of the axis is to the kernel: 3 bytes of a row, or one row
 */
export function packTaps(taps: Taps, group: 4 | 2, origin: number, step: number): PackedTaps {
  const { outputs, stride, start, count, weights, bits } = taps;
  const long = weights.some((w) => w >= 2 ** 15 || w < -(2 ** 15));
  const parts = long ? 2 : 1;
  const block = Math.ceil(stride / group) * group * parts;
  const spans = new Int32Array(outputs * 2);
  const packed = new Int16Array(outputs * block);
  for (let i = 0; i < outputs; i++) {
    const taken = count[i] ?? 0;
    spans[i * 2] = ((start[i] ?? 0) - origin) * step;
    spans[i * 2 + 1] = Math.ceil(taken / group);
    for (let k = 0; k < taken; k++) {
      const w = weights[i * stride + k] ?? 0;
      const at = i * block + (k - (k % group)) * parts + (k % group);
      packed[at] = long ? w & 0x7fff : w;
      if (long) packed[at + group] = w >> 15;
    }
  }
  return { outputs, bits, long, spans, weights: packed, block: block * 2 };
}
