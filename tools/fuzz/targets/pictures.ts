/** Picture files of every format that is read: header alone, then the pixels as an encoder gets them, by both routes. */
import sharp from 'sharp';
import { framesOf } from '../../../src-engine/vision/animation.ts';
import { decodeBytes, measureBytes } from '../../../src-engine/vision/decode.ts';
import { imageLimits } from '../../../src-engine/vision/limits.ts';
import { takePart } from '../../../src-engine/vision/picture.ts';
import { hostileBytes } from '../edits/bytes.ts';
import { boxFile } from '../formats/boxes.ts';
import type { Format } from '../formats/format.ts';
import { gif } from '../formats/gif.ts';
import { jpeg } from '../formats/jpeg.ts';
import { bmp } from '../formats/plain.ts';
import { png } from '../formats/png.ts';
import { riff } from '../formats/riff.ts';
import { tiff } from '../formats/tiff.ts';
import { MB, target, type Target } from '../target.ts';
import { pictures } from './seeds.ts';

const name = 'picture';

async function look(bytes: Uint8Array): Promise<void> {
  const measured = await measureBytes(bytes, name);
  for (const route of ['path', 'object'] as const) {
    const image = await decodeBytes(bytes, name, { route });
    const { width, height } = image;
    if (image.stored.width * image.stored.height > imageLimits.shrinkablePixels)
      throw new Error('a picture over every cap was decoded');
    const part = takePart(image, { x: width - 1, y: height - 1, width: 1, height: 1 });
    if (part.rgb.length !== 3) throw new Error('no pixel in the last corner');
    if (route === 'path' && measured.width * measured.height !== image.stored.width * image.stored.height)
      throw new Error(`the header says ${measured.width} x ${measured.height} and the pixels another size`);
    image.rows.release?.();
  }
}

function ofFormat(
  format: Format,
  endings: readonly string[],
  made: () => Promise<Uint8Array[]> = () => Promise.resolve([]),
): Target {
  return target({
    name: `picture-${format.name.toLowerCase()}`,
    inputs: async () => hostileBytes([...(await pictures(endings)), ...(await made())], format),
    run: look,
    mostBytes: 1200 * MB,
    mostCpu: 60_000,
  });
}

/** Progressive and plain, with EXIF, in grey, and large enough for several restart intervals. */
async function photographs(): Promise<Uint8Array[]> {
  const noise = {
    create: {
      width: 161,
      height: 97,
      channels: 3,
      background: '#345',
      noise: { type: 'gaussian', mean: 100, sigma: 40 },
    },
  } as const;
  const picture = () => sharp(noise);
  return Promise.all([
    picture().jpeg({ progressive: true }).toBuffer(),
    picture()
      .withExif({ IFD0: { Orientation: '6' } })
      .jpeg({ progressive: true, chromaSubsampling: '4:4:4' })
      .toBuffer(),
    picture().greyscale().jpeg({ optimiseCoding: true }).toBuffer(),
  ]);
}

async function webps(): Promise<Uint8Array[]> {
  const flat = sharp({
    create: { width: 90, height: 70, channels: 4, background: { r: 9, g: 90, b: 200, alpha: 0.5 } },
  });
  return Promise.all([
    flat.clone().webp({ lossless: true }).toBuffer(),
    flat.clone().webp({ quality: 40 }).toBuffer(),
  ]);
}

function animations(format: Format, endings: readonly string[]): Target {
  return target({
    name: `animation-${format.name.toLowerCase()}`,
    inputs: async () => hostileBytes(await pictures(endings), format),
    async run(bytes) {
      for (const frame of (await framesOf({ kind: 'bytes', bytes, name })).slice(0, 3))
        if (frame.kind === 'bytes') await decodeBytes(frame.bytes, name);
    },
    mostBytes: 1200 * MB,
    mostCpu: 120_000,
  });
}

export const pictureTargets: readonly Target[] = [
  ofFormat(png, ['.png']),
  ofFormat(jpeg, ['.jpg'], photographs),
  ofFormat(riff, ['.webp'], webps),
  ofFormat(gif, ['.gif']),
  ofFormat(tiff, ['.tif']),
  ofFormat(boxFile, ['.avif']),
  ofFormat(bmp, ['.bmp']),
  animations(gif, ['.gif']),
  animations(riff, ['animated-alpha.webp', 'animated-exif-6.webp', 'animated-profile.webp']),
];
