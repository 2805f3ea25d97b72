/** 8-bit RGB -> the float32 planes that the encoder reads, rounded step by step as the backend does. And back. */
import type { PreprocessSpec } from '../families/spec.ts';
import type { ResampleKernel } from './kernel.ts';
import { layOut, openKernel } from './kernel.ts';
import type { RgbImage } from './rgb-image.ts';

export type NormaliseSpec = Pick<PreprocessSpec, 'backend' | 'rescale' | 'rescaleOnly' | 'mean' | 'std'>;

const channels = [0, 1, 2] as const;
const f = Math.fround;

/** What a level of one channel becomes. */
function levelFunction(spec: NormaliseSpec, channel: 0 | 1 | 2): (level: number) => number {
  const { backend, rescale, rescaleOnly } = spec;
  const mean = f(spec.mean[channel]);
  const std = f(spec.std[channel]);
  if (backend !== 'torchvision') return (p) => f(f(f(p * rescale) - mean) / std);
  if (rescaleOnly === true) return (p) => f(p * f(rescale));
  // One step instead of two: mean and std are put on the scale of the levels.
  const scale = f(1 / rescale);
  const scaledMean = f(mean * scale);
  const scaledStd = f(std * scale);
  return (p) => f(f(p - scaledMean) / scaledStd);
}

/** What the 256 levels of every channel become: [3, 256]. */
function tablesOf(spec: NormaliseSpec): Float32Array {
  const tables = new Float32Array(3 * 256);
  for (const channel of channels) {
    const of = levelFunction(spec, channel);
    for (let level = 0; level < 256; level++) tables[channel * 256 + level] = of(level);
  }
  return tables;
}

/** [height, width, 3] bytes -> [3, height, width]. */
export function normalise(image: RgbImage, spec: NormaliseSpec): Float32Array {
  const tables = tablesOf(spec);
  const kernel = openKernel();
  return kernel === undefined ? plainPlanes(image, tables) : vectorPlanes(kernel, image, tables);
}

/** In plain TypeScript, for processors without vectors and for tests. */
export function plainPlanes({ width, height, rgb }: RgbImage, tables: Float32Array): Float32Array {
  const plane = width * height;
  const out = new Float32Array(3 * plane);
  for (let i = 0; i < rgb.length; i++) {
    const channel = i % 3;
    out[channel * plane + (i - channel) / 3] = tables[channel * 256 + (rgb[i] ?? 0)] ?? 0;
  }
  return out;
}

function vectorPlanes(kernel: ResampleKernel, image: RgbImage, tables: Float32Array): Float32Array {
  const plane = image.width * image.height;
  const layout = layOut(kernel);
  const levels = layout.filled(tables);
  const from = layout.filled(image.rgb);
  const to = layout.place(3 * plane * 4);
  const memory = layout.done();
  kernel.toPlanes(from, plane, to, levels);
  return new Float32Array(memory.slice(to, to + 3 * plane * 4).buffer);
}

/** [3, height, width] -> the nearest 8-bit levels. For looking at, never for computing. */
export function denormalise(
  pixels: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
  { rescale, mean, std }: Pick<NormaliseSpec, 'rescale' | 'mean' | 'std'>,
): RgbImage {
  const plane = width * height;
  const rgb = new Uint8ClampedArray(plane * 3);
  for (const channel of channels) {
    for (let i = 0; i < plane; i++) {
      rgb[i * 3 + channel] = ((pixels[channel * plane + i] ?? 0) * std[channel] + mean[channel]) / rescale;
    }
  }
  return { width, height, rgb: new Uint8Array(rgb.buffer) };
}
