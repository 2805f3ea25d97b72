/** Small pictures that are all different and the same at every run. */
import { noise } from './noise.ts';
import { tinyPng } from './tiny-png.ts';

/** Blocks of noise over a smooth ground, so that some of it merges. */
export function noisePng(seed: number, width: number, height: number): Uint8Array {
  const values = noise(width * height, seed + 1);
  const rgb = new Uint8Array(width * height * 3);
  for (const [index, value] of values.entries()) {
    const rough = index % width > (seed * 7) % width;
    const shade = 128 + 100 * (rough ? value : Math.sin(index / width / 7));
    rgb.set([shade, 255 - shade, (seed * 31) % 256], index * 3);
  }
  return tinyPng(width, height, rgb);
}
