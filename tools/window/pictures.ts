/** Small pictures for a tool to open: JPEG files of coloured noise over plain ground, as many different ones as are asked for. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { drawsOf } from './random.ts';

/** @returns their paths */
export async function makePictures(
  folder: string,
  count: number,
  seed: number,
  side = 160,
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const draw = drawsOf(seed);
  const paths: string[] = [];
  for (let index = 0; index < count; index++) {
    const pixels = new Uint8Array(3 * side * side);
    const [red, green, blue, rough] = [draw() * 200, draw() * 200, draw() * 200, draw()];
    for (let at = 0; at < pixels.length; at++) {
      const shade = [red, green, blue][at % 3] ?? 0;
      const column = Math.floor(at / 3) % side;
      pixels[at] = shade + (column < rough * side ? 55 * draw() : 0);
    }
    const path = join(folder, `picture-${seed}-${index}.jpg`);
    await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
      .jpeg()
      .toFile(path);
    paths.push(path);
  }
  return paths;
}
