/** 8-bit RGB -> the float32 planes that the encoder reads, rounded step by step as the Hugging Face processors do. And back. */
import type { PreprocessSpec } from '../families/spec.ts';
import type { RgbImage } from './decode.ts';

export type NormaliseSpec = Pick<PreprocessSpec, 'rescale' | 'mean' | 'std'>;

const channels = [0, 1, 2] as const;

/** What each of the 256 levels of one channel becomes: the product rounded to float32, then minus mean, then over std. */
function levels({ rescale, mean, std }: NormaliseSpec, channel: 0 | 1 | 2): Float32Array {
  const f = Math.fround;
  const m = f(mean[channel]);
  const s = f(std[channel]);
  return Float32Array.from({ length: 256 }, (_, p) => f(f(f(p * rescale) - m) / s));
}

/** [height, width, 3] bytes -> [3, height, width]. */
export function normalise(image: RgbImage, spec: NormaliseSpec): Float32Array {
  const plane = image.width * image.height;
  const out = new Float32Array(3 * plane);
  for (const channel of channels) {
    const table = levels(spec, channel);
    const offset = channel * plane;
    for (let i = 0; i < plane; i++) out[offset + i] = table[image.rgb[i * 3 + channel] ?? 0] ?? 0;
  }
  return out;
}

/** [3, height, width] -> the nearest 8-bit levels. For looking at, never for computing. */
export function denormalise(
  pixels: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
  { rescale, mean, std }: NormaliseSpec,
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
