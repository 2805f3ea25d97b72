/** Small pictures that the scripted engine shows of what it pretends to have opened. */
import { shadeAt } from './fake-merging.ts';
import { side } from './fake-model.ts';
import { tinyPng } from './tiny-png.ts';

export function fakePreview(seed: number, width: number) {
  const height = Math.max(1, Math.round(width * 0.75));
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const shade = shadeAt(seed, (y / height) * side, (x / width) * side, side);
      rgb.set([60 + 180 * shade, 90 + 60 * shade, 200 - 150 * shade], (y * width + x) * 3);
    }
  }
  return { png: tinyPng(width, height, rgb), width: 320, height: 240 };
}
