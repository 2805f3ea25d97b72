/**
 * Makes a folder of JPEG files that differ in complexity, from plain areas to noise, for trying and measuring the collection:
 *
 *     npx tsx tools/make-collection.ts FOLDER [COUNT] [SIDE]
 *
 * The same COUNT and SIDE give the same pictures. They lie in folders of a thousand.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';

/** @param side longest, px */
export async function makeCollection(folder: string, count: number, side: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const within = join(folder, `part-${String(Math.floor(index / 1000)).padStart(2, '0')}`);
    if (index % 1000 === 0) await mkdir(within, { recursive: true });
    const name = `picture-${String(index).padStart(5, '0')}.jpg`;
    await writeFile(join(within, name), await pictureOf(index, side));
  }
}

/** Rectangles on a shade of colour, the more the more complex, and noise over some of them. */
async function pictureOf(index: number, side: number): Promise<Buffer> {
  const next = randomOf(index + 1);
  const width = side;
  const height = Math.round(side * (0.6 + 0.4 * next()));
  const pixels = new Uint8Array(3 * width * height);
  const complexity = next();
  const shade = [next() * 255, next() * 255, next() * 255];
  for (let at = 0; at < pixels.length; at++)
    pixels[at] = (shade[at % 3] ?? 0) * (0.6 + (0.4 * at) / pixels.length);
  const shapes = Math.round(complexity * 40);
  for (let shape = 0; shape < shapes; shape++) {
    const [left, top] = [Math.floor(next() * width), Math.floor(next() * height)];
    const [right, bottom] = [left + next() * 0.4 * width, top + next() * 0.4 * height];
    const colour = [next() * 255, next() * 255, next() * 255];
    const noise = next() < complexity ? 120 * next() : 0;
    for (let y = top; y < Math.min(height, bottom); y++)
      for (let x = left; x < Math.min(width, right); x++)
        for (let channel = 0; channel < 3; channel++) {
          const value = (colour[channel] ?? 0) + noise * (next() - 0.5);
          pixels[3 * (y * width + x) + channel] = Math.min(255, Math.max(0, value));
        }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 80 })
    .toBuffer();
}

/** Numbers of 0..1 that follow from a seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [folder, count = '1000', side = '160'] = process.argv.slice(2);
  if (folder === undefined)
    throw new Error('Say which folder: npx tsx tools/make-collection.ts FOLDER [COUNT] [SIDE]');
  await makeCollection(folder, Number(count), Number(side));
  console.error(`${count} pictures are in ${folder}.`);
}
