/**
 * The filter weights of one resampling axis: in double, normalised, then rounded to whole numbers with as many fractional bits as the
 * backend keeps. Which pixel takes how much from which; touches no pixels.
 */
import type { ImageBackend } from '../engine.ts';
import type { ResizeFilter } from '../families/spec.ts';

interface Kernel {
  readonly support: number; // px on either side at scale 1
  readonly weight: (x: number) => number;
}

function bilinear(x: number): number {
  return Math.max(0, 1 - Math.abs(x));
}

/** Keys' cubic convolution with a = -0.5. */
function bicubic(at: number): number {
  const a = -0.5;
  const x = Math.abs(at);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
}

function lanczos(x: number): number {
  return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
}

const kernels: Readonly<Record<ResizeFilter, Kernel>> = {
  bilinear: { support: 1, weight: bilinear },
  bicubic: { support: 2, weight: bicubic },
  lanczos: { support: 3, weight: lanczos },
};

/** How an axis is resampled, and how many of its outputs there are. */
export interface Axis {
  readonly size: number; // source pixels
  readonly to: number; // outputs
  readonly filter: ResizeFilter;
  readonly backend: ImageBackend;
}

/** For output pixel i: source pixels start[i] ... start[i] + count[i] - 1, weights at i * stride. */
export interface Taps {
  readonly outputs: number;
  readonly stride: number;
  readonly start: Int32Array; // [outputs]
  readonly count: Int32Array; // [outputs]
  readonly weights: Int32Array; // [outputs, stride], 2^bits = 1
  readonly bits: number;
}

/** Pillow's: 255 x 2^22 leaves room for negative lobes in 32 bits. torchvision keeps at most as many. */
const mostBits = 22;

/** The weights of single outputs, in double. */
function exactWeights({ size, to, filter }: Axis) {
  const { support, weight } = kernels[filter];
  const scale = size / to;
  const filterScale = Math.max(scale, 1);
  const reach = support * filterScale;
  const stride = Math.ceil(reach) * 2 + 1;
  const weights = new Float64Array(stride);
  const inverse = 1 / filterScale; // multiplied, not divided: the last bit matters
  return {
    stride,
    weights, // of the last output asked for
    /** Fills `weights` for output i: [first source pixel, number of weights]. */
    at: (i: number): readonly [number, number] => {
      const centre = (i + 0.5) * scale;
      const first = Math.max(0, Math.trunc(centre - reach + 0.5));
      const end = Math.min(size, Math.trunc(centre + reach + 0.5));
      const count = end - first;
      let sum = 0;
      for (let k = 0; k < count; k++) {
        const w = weight((k + first - centre + 0.5) * inverse);
        weights[k] = w;
        sum += w;
      }
      if (sum !== 0) for (let k = 0; k < count; k++) weights[k] = (weights[k] ?? 0) / sum;
      return [first, count];
    },
  };
}

/** @param one what 1 is as a whole number: 2^bits */
function round(weight: number, one: number): number {
  return Math.trunc(weight * one + (weight < 0 ? -0.5 : 0.5));
}

/**
 * The most fractional bits with which every weight of the axis is a signed 16-bit number, as the vector code behind torchvision takes them.
 * The whole axis counts, also where only a part of it is computed.
 */
function int16Bits(axis: Axis): number {
  const { at, weights } = exactWeights(axis);
  // Where a picture grows, nothing is larger than 1.3: one weight near 1 decides, and the rest need not be looked at.
  const enough = axis.to >= axis.size ? 1 - 2 ** -16 : Infinity;
  let largest = 0;
  for (let i = 0; i < axis.to && largest < enough; i++) {
    const count = at(i)[1];
    for (let k = 0; k < count; k++) largest = Math.max(largest, weights[k] ?? 0);
  }
  let bits = mostBits;
  while (round(largest, 2 ** bits) >= 2 ** 15) bits--;
  return bits;
}

/** The same outputs and source pixels, both counted from the other end. @param size source pixels */
export function mirrored(taps: Taps, size: number): Taps {
  const { outputs, stride } = taps;
  const start = taps.start.map(
    (_, i) => size - (taps.start[outputs - 1 - i] ?? 0) - (taps.count[outputs - 1 - i] ?? 0),
  );
  const count = taps.count.map((_, i) => taps.count[outputs - 1 - i] ?? 0);
  const weights = new Int32Array(outputs * stride);
  for (let i = 0; i < outputs; i++) {
    const from = (outputs - 1 - i) * stride;
    const taken = count[i] ?? 0;
    for (let k = 0; k < taken; k++) weights[i * stride + k] = taps.weights[from + taken - 1 - k] ?? 0;
  }
  return { ...taps, start, count, weights };
}

/** Taps of the outputs `from` ... `from + outputs - 1` of the axis. */
export function makeTaps(axis: Axis, from = 0, outputs = axis.to): Taps {
  const exact = exactWeights(axis);
  const { stride } = exact;
  const bits = axis.backend === 'torchvision' ? int16Bits(axis) : mostBits;
  const one = 2 ** bits;
  const start = new Int32Array(outputs);
  const count = new Int32Array(outputs);
  const weights = new Int32Array(outputs * stride);
  for (let i = 0; i < outputs; i++) {
    const [first, length] = exact.at(from + i);
    for (let k = 0; k < length; k++) weights[i * stride + k] = round(exact.weights[k] ?? 0, one);
    start[i] = first;
    count[i] = length;
  }
  return { outputs, stride, start, count, weights, bits };
}
