/** Pictures of a size to read: a bundled photograph made larger, with a seeded grain so that it compresses as a photograph does. */
import path from 'node:path';
import sharp from 'sharp';
import { once } from './cache.ts';

const assets = path.resolve(import.meta.dirname, '../../assets');

/** 896 x 896 pixels, WebP. */
export const samplePicture = path.join(assets, 'samples/scene13.webp');

/** A file in the cache. @param megapixels of a picture with sides 4:3. */
export function photograph(megapixels: number, format: 'jpg' | 'png'): Promise<string> {
  const height = Math.round(Math.sqrt((megapixels * 1e6 * 3) / 4));
  const width = Math.round((height * 4) / 3);
  return once(`pictures/${String(width)}x${String(height)}.${format}`, async (target) => {
    const grain = await sharp(randomBytes(256 * 256), { raw: { width: 256, height: 256, channels: 1 } })
      .png()
      .toBuffer();
    const picture = sharp(path.join(assets, 'photos/china.jpg'), { limitInputPixels: false })
      .resize(width, height, { fit: 'fill' })
      .composite([{ input: grain, tile: true, blend: 'soft-light' }])
      .removeAlpha();
    await (format === 'jpg' ? picture.jpeg({ quality: 90 }) : picture.png({ compressionLevel: 3 })).toFile(
      target,
    );
  });
}

/** Levels around the middle grey, equal on every machine. */
function randomBytes(count: number): Buffer {
  let state = 11;
  return Buffer.from(
    Uint8Array.from({ length: count }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return 112 + (state >>> 27);
    }),
  );
}
