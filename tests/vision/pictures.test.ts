import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decodeImage } from '../../src-engine/vision/decode.ts';
import { rgbOf } from '../../src-engine/vision/picture.ts';
import { prepareDecoded } from '../../src-engine/vision/prepare.ts';
import { clipSpec, picturesFixture } from './fixtures.ts';

const seenSchema = z.object({
  width: z.int(),
  height: z.int(),
  rgb: z.string(),
  png: z.base64().optional(),
  torchvision: z.string(),
  pil: z.string(),
});
const routesSchema = z.object({ path: seenSchema, object: seenSchema });
const { files } = z
  .object({ files: z.record(z.string(), routesSchema) })
  .parse(JSON.parse(readFileSync(picturesFixture('expected.json'), 'utf8')));

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const routes = ['path', 'object'] as const;
const backends = ['torchvision', 'pil'] as const;

// tools/golden/pictures.py: load_image or Image.open, then the image processor; transformers 5.24.0, torchvision 0.29.2, Pillow 13.0.0.
describe('a picture reaches the encoder as transformers hands it on', () => {
  it.each(Object.entries(files))('%s', async (name, expected) => {
    for (const route of routes) {
      const image = await decodeImage({ kind: 'file', path: picturesFixture(name) }, { route });
      const { width, height, rgb, png } = expected[route];
      expect([route, image.width, image.height]).toEqual([route, width, height]);
      if (png !== undefined) {
        const wanted = await sharp(Buffer.from(png, 'base64')).toColourspace('srgb').raw().toBuffer();
        expect([route, Buffer.from(rgbOf(image)).equals(wanted)]).toEqual([route, true]);
      }
      expect([route, sha256(rgbOf(image))]).toEqual([route, rgb]);
      for (const backend of backends) {
        const [view] = prepareDecoded(image, { ...clipSpec, backend }).views;
        const values = sha256(new Uint8Array(view?.pixels.buffer ?? new ArrayBuffer(0)));
        expect([route, backend, values]).toEqual([route, backend, expected[route][backend]]);
      }
    }
  });
});

// The 84 x 84 levels in handed/expected come from the same versions: pixel values of a CLIP processor, turned back into levels.
describe('a handed picture gives the levels of both backends and routes', () => {
  const known = readdirSync(picturesFixture('handed')).filter((name) => name !== 'expected');
  it.each(known)('%s', async (name) => {
    for (const route of routes) {
      const image = await decodeImage({ kind: 'file', path: picturesFixture(`handed/${name}`) }, { route });
      for (const backend of backends) {
        const spec = { ...clipSpec, backend };
        const { pixels } = prepareDecoded(image, spec).views[0] ?? { pixels: new Float32Array(0) };
        const file = `handed/expected/${name.replaceAll('.', '-')}.${backend}.${route}.png`;
        const wanted = await sharp(picturesFixture(file)).raw().toBuffer();
        const area = spec.imageSize ** 2;
        const levels = wanted.map((_, i) => {
          const c = i % 3;
          const value = pixels[c * area + Math.floor(i / 3)] ?? 0;
          return Math.round((value * (spec.std[c] ?? 1) + (spec.mean[c] ?? 0)) * 255);
        });
        expect([route, backend, Buffer.compare(Uint8Array.from(levels), wanted) === 0]).toEqual([
          route,
          backend,
          true,
        ]);
      }
    }
  });
});
