import { readFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../src-engine/errors.ts';
import { decodeBytes, decodeImage } from '../../src-engine/vision/decode.ts';
import { imageLimits } from '../../src-engine/vision/limits.ts';
import { rgbOf } from '../../src-engine/vision/picture.ts';
import {
  avifExpected,
  decodeExpected,
  engineError,
  pattern,
  picturesFixture,
  visionFixture,
} from './fixtures.ts';

async function jpeg(width: number, height: number): Promise<Uint8Array> {
  const { rgb } = pattern(width, height);
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg()
    .toBuffer();
}

describe('decoding equals Pillow byte for byte', () => {
  it.each(Object.entries(decodeExpected))('%s', async (name, expected) => {
    const reading = { transparency: 'drop' } as const;
    const image = await decodeImage(
      { kind: 'file', path: visionFixture(`decode/${name}`), reading },
      { route: 'object' },
    );
    expect([image.width, image.height]).toEqual([expected.width, expected.height]);
    expect(Buffer.from(rgbOf(image)).equals(Buffer.from(expected.rgb, 'base64'))).toBe(true);
    expect(image.shrink).toBe(1);
    expect(image.stored).toEqual({ width: expected.width, height: expected.height });
  });

  it('AVIF with subsampled chroma', async () => {
    const image = await decodeImage({ kind: 'file', path: visionFixture('subsampled.avif') });
    expect([image.width, image.height]).toEqual([avifExpected.width, avifExpected.height]);
    expect(Buffer.from(rgbOf(image)).equals(Buffer.from(avifExpected.rgb, 'base64'))).toBe(true);
  });
});

describe('decoding caps', () => {
  const small = { ...imageLimits, decodedPixels: 40 * 30, shrinkablePixels: 8 * 8 * 40 * 30 };

  it('shrinks a JPEG over the pixel cap by the least factor that helps, and says so', async () => {
    const image = await decodeBytes(await jpeg(101, 59), "'big.jpg'", { limits: small });
    expect(image).toMatchObject({ shrink: 4, width: 26, height: 15, stored: { width: 101, height: 59 } });
    expect(image.notes).toEqual([
      'The picture of 101 x 59 pixels was read at 26 x 15; token maps can differ slightly from those of the full size.',
    ]);
    expect(rgbOf(image).length).toBe(26 * 15 * 3);
  });

  it('leaves a JPEG of exactly the cap alone', async () => {
    expect((await decodeBytes(await jpeg(40, 30), "'fits.jpg'", { limits: small })).shrink).toBe(1);
  });

  it('refuses a JPEG that is too large even for shrinking', async () => {
    const error = await engineError(decodeBytes(await jpeg(400, 300), "'huge.jpg'", { limits: small }));
    expect(error.code).toBe('bad-input');
    expect(error.message).toMatch(
      /^'huge\.jpg' claims 400 x 300 pixels, more than .* save a smaller copy\.$/,
    );
  });

  it.each(['png', 'webp', 'tiff'] as const)(
    'reduces a %s over the pixel cap while it is read',
    async (format) => {
      const { rgb } = pattern(101, 59);
      const bytes = await sharp(rgb, { raw: { width: 101, height: 59, channels: 3 } })
        .toFormat(format)
        .toBuffer();
      const image = await decodeBytes(bytes, "'big'", { limits: small });
      expect(image).toMatchObject({ shrink: 4, width: 26, height: 15, stored: { width: 101, height: 59 } });
      expect(image.notes).toHaveLength(1);
    },
  );

  it('refuses what the library cannot reduce: a GIF, and a PNG whose rows come interlaced', async () => {
    const { rgb } = pattern(41, 30);
    const picture = sharp(rgb, { raw: { width: 41, height: 30, channels: 3 } });
    for (const bytes of [
      await picture.gif().toBuffer(),
      await picture.png({ progressive: true }).toBuffer(),
    ]) {
      const error = await engineError(decodeBytes(bytes, "'a.png'", { limits: small }));
      expect(error.message).toContain('claims 41 x 30 pixels');
    }
  });

  it('takes a picture of 8160 x 6144 pixels whole', () => {
    expect(imageLimits.decodedPixels).toBeGreaterThanOrEqual(8160 * 6144);
  });

  it('refuses a dimension bomb by its header, before decoding', async () => {
    const png = Buffer.from(await readFile(visionFixture('decode/rgb.png')));
    png.writeUInt32BE(60_000, 16);
    png.writeUInt32BE(60_000, 20);
    const header = png.subarray(12, 29);
    png.writeUInt32BE(crc32(header), 29);
    const error = await engineError(decodeBytes(png, "'bomb.png'"));
    expect(error.message).toBe(
      "'bomb.png' claims 60000 x 60000 pixels, more than the 200 million that are decoded; save a smaller copy.",
    );
  });
});

describe('decoding refuses with one sentence', () => {
  const decode = async (bytes: Uint8Array, name: string) =>
    engineError(decodeImage({ kind: 'bytes', bytes, name }));

  it('text that is named .png', async () => {
    const error = await decode(Buffer.from('just some words\n'), 'notes.png');
    expect(error.code).toBe('bad-input');
    expect(error.message).toBe(
      "'notes.png' is not a picture in a known format; save it as one of PNG, JPEG, WebP, GIF, TIFF, AVIF and BMP.",
    );
  });

  it('an empty buffer', async () => {
    expect((await decode(new Uint8Array(0), 'empty.png')).message).toContain('is empty (0 bytes)');
  });

  it.each(['progressive.jpg', 'rgb.png', 'lossy.webp', 'plain.gif', 'rgb-raw.tif'])(
    'a %s cut in the middle',
    async (name) => {
      const whole = await readFile(visionFixture(`decode/${name}`));
      const error = await decode(whole.subarray(0, whole.length / 2), name);
      expect(error.code).toBe('bad-input');
      expect(error.message).toMatch(
        /^'[\w.-]+' is a damaged, incomplete or unusual \w+ file that cannot be decoded; .*\.$/,
      );
      expect(error.detail).toBeTruthy();
    },
  );

  it('a JPEG without its last bytes, as Pillow does', async () => {
    const whole = await readFile(visionFixture('decode/quality-90-sampling-0.jpg'));
    expect((await decode(whole.subarray(0, whole.length - 12), 'cut.jpg')).code).toBe('bad-input');
  });

  it('a QOI image, naming what it is and what would do', async () => {
    const error = await decode(Buffer.from('qoif\0\0\0\x3d'), 'x.qoi');
    expect(error.message).toBe(
      "'x.qoi' is a QOI image; save it as one of PNG, JPEG, WebP, GIF, TIFF, AVIF and BMP.",
    );
  });

  it('or decodes, but never crashes, whatever bytes are changed', async () => {
    const own = readdirSync(picturesFixture('')).filter((name) => /\.(?:bmp|tif|avif)$/u.test(name));
    const names = fc.constantFrom(
      ...Object.keys(decodeExpected).map((name) => visionFixture(`decode/${name}`)),
      ...own.map(picturesFixture),
    );
    const changes = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(names, changes, async (name, edits) => {
        const bytes = await readFile(name);
        for (const [at, value] of edits) bytes[at % bytes.length] = value;
        const source = { kind: 'bytes', bytes, name } as const;
        const limits = { ...imageLimits, decodedPixels: 1_000_000 };
        const outcome: unknown = await decodeImage(source, { limits }).catch((cause: unknown) => cause);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(EngineError);
        else expect(outcome).toHaveProperty('rows');
      }),
      { numRuns: 300 },
    );
  });

  it('goes by content, not by extension', async () => {
    const bytes = await readFile(visionFixture('decode/rgb.png'));
    const image = await decodeImage({ kind: 'bytes', bytes, name: 'wrong.jpg' });
    expect(image.width).toBe(13);
  });
});

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
