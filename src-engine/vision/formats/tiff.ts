/** TIFF, whose orientation Pillow obeys while it loads it. */
import type { OpenedPicture } from './opened.ts';
import { orientationOf } from './orientation-tag.ts';
import { sizeWithSharp, tiffSamples } from './with-sharp.ts';

export async function openTiff(bytes: Uint8Array): Promise<OpenedPicture> {
  const { width, height } = await sizeWithSharp(bytes);
  return {
    width,
    height,
    orientation: orientationOf({ exif: bytes }),
    alwaysTurned: true,
    reducible: true,
    read: (size) => tiffSamples(bytes, size),
  };
}
