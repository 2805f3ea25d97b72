/**
 * The filter weights of one resampling axis, as Pillow makes them: in double, normalised, then rounded to 22 fractional bits.
 * Which pixel takes how much from which; touches no pixels.
 */
import type { ResizeFilter } from '../families/spec.ts';

/** Fractional bits of a weight: 255 x 2^22 leaves room for negative lobes in 32 bits. */
export const weightBits = 22;

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

/** For output pixel i: source pixels start[i] ... start[i] + count[i] - 1, weights at i * stride. */
export interface Taps {
  readonly outputs: number;
  readonly stride: number;
  readonly start: Int32Array; // [outputs]
  readonly count: Int32Array; // [outputs]
  readonly weights: Int32Array; // [outputs, stride], 2^22 = 1
}

/** Taps of the outputs `from` ... `from + outputs - 1` out of `to`, for an axis of `size` source pixels. */
export function makeTaps(size: number, to: number, filter: ResizeFilter, from = 0, outputs = to): Taps {
  const { support, weight } = kernels[filter];
  const scale = size / to;
  const filterScale = Math.max(scale, 1);
  const reach = support * filterScale;
  const stride = Math.ceil(reach) * 2 + 1;
  const start = new Int32Array(outputs);
  const count = new Int32Array(outputs);
  const weights = new Int32Array(outputs * stride);
  const exact = new Float64Array(stride);
  const inverse = 1 / filterScale; // multiplied, not divided: the last bit matters
  for (let i = 0; i < outputs; i++) {
    const centre = (from + i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - reach + 0.5));
    const end = Math.min(size, Math.trunc(centre + reach + 0.5));
    let sum = 0;
    for (let k = 0; k < end - first; k++) {
      const w = weight((k + first - centre + 0.5) * inverse);
      exact[k] = w;
      sum += w;
    }
    for (let k = 0; k < end - first; k++) {
      const share = (exact[k] ?? 0) / (sum === 0 ? 1 : sum);
      weights[i * stride + k] = Math.trunc(share * 2 ** weightBits + (share < 0 ? -0.5 : 0.5));
    }
    start[i] = first;
    count[i] = end - first;
  }
  return { outputs, stride, start, count, weights };
}
