/** The picture that is measured where nobody gives one: as large as those of most benchmarks, as detailed as a photograph, the same every time. */
import sharp from 'sharp';
import type { ImageSource } from '../engine.ts';

export const usualPicture = {
  name: 'a picture of 640 x 480 made by chance',
  width: 640,
  height: 480,
} as const;

/** Waves of four lengths and some noise in every channel, as JPEG. */
export async function makePicture(): Promise<ImageSource> {
  const { width, height, name } = usualPicture;
  const pixels = new Uint8Array(width * height * 3);
  let state = 1;
  for (let index = 0; index < pixels.length; index += 1) {
    const channel = index % 3;
    const x = Math.floor(index / 3) % width;
    const y = Math.floor(index / (3 * width));
    let value = 128;
    for (const [wave, length] of [320, 97, 31, 11].entries()) {
      value += (40 / (1 + wave)) * Math.sin((x * (1 + channel)) / length + (y * (1 + wave)) / (length + 7));
    }
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    pixels[index] = Math.max(0, Math.min(255, value + (state >>> 28) - 8));
  }
  const bytes = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 90 })
    .toBuffer();
  return { kind: 'bytes', bytes, name };
}
