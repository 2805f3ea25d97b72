import fc from 'fast-check';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImageBackend, Orientation } from '../../src-engine/engine.ts';
import { decodeBytes } from '../../src-engine/vision/decode.ts';
import { imageLimits } from '../../src-engine/vision/limits.ts';
import { turnRgb } from '../../src-engine/vision/orientation.ts';
import { padToSquare } from '../../src-engine/vision/pad-square.ts';
import { pictureOf, rgbOf, takePart, upright } from '../../src-engine/vision/picture.ts';
import { prepareDecoded } from '../../src-engine/vision/prepare.ts';
import { resizePicture } from '../../src-engine/vision/resize.ts';
import { rowsOf } from '../../src-engine/vision/rgb-image.ts';
import { clipSpec, pattern } from './fixtures.ts';

const orientation = fc.constantFrom<Orientation>(1, 2, 3, 4, 5, 6, 7, 8);
const side = fc.integer({ min: 1, max: 30 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** A picture that is turned when it is used, and the same one turned before. */
function twice(width: number, height: number, code: Orientation) {
  const image = pattern(width, height);
  const late = pictureOf(rowsOf(image), code);
  const early = upright({ width: late.width, height: late.height, rgb: turnRgb(image.rgb, image, code) });
  return { late, early };
}

describe('a turned picture', () => {
  it('has the parts that it would have if its pixels had been turned', () => {
    fc.assert(
      fc.property(side, side, orientation, share, share, (width, height, code, right, down) => {
        const { late, early } = twice(width, height, code);
        const x = Math.floor(right * (late.width - 1));
        const y = Math.floor(down * (late.height - 1));
        const part = { x, y, width: late.width - x, height: Math.ceil((late.height - y) / 2) };
        expect(takePart(late, part)).toEqual(takePart(early, part));
        expect(rgbOf(padToSquare(late, [1, 2, 3]))).toEqual(rgbOf(padToSquare(early, [1, 2, 3])));
      }),
    );
  });

  it('is resized to what its turned pixels would be', () => {
    const backend = fc.constantFrom<ImageBackend>('torchvision', 'pil', 'pil-12');
    fc.assert(
      fc.property(side, side, orientation, side, side, backend, share, (w, h, code, toW, toH, how, right) => {
        const { late, early } = twice(w, h, code);
        const x = Math.floor(right * (toW - 1));
        const window = { x, y: 0, width: toW - x, height: toH };
        const resampling = { backend: how, filter: 'bicubic' } as const;
        const size = { width: toW, height: toH };
        expect(resizePicture(late, size, resampling, window)).toEqual(
          resizePicture(early, size, resampling, window),
        );
      }),
      { numRuns: 300 },
    );
  });
});

describe('a picture of more pixels than are kept', () => {
  const saved = process.env['TMPDIR'];
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dymu-spool-'));
    process.env['TMPDIR'] = folder;
  });
  afterEach(async () => {
    if (saved === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = saved;
    await rm(folder, { recursive: true });
  });

  const few = { ...imageLimits, keptPixels: 100 };
  const picture = (width = 61, height = 43) =>
    sharp(pattern(width, height).rgb, { raw: { width, height, channels: 3 } });

  it.each([
    ['JPEG', () => picture().withMetadata({ orientation: 6 }).jpeg().toBuffer()],
    ['progressive JPEG', () => picture().jpeg({ progressive: true }).toBuffer()],
    ['grey JPEG', () => picture().greyscale().jpeg().toBuffer()],
    ['PNG', () => picture().png().toBuffer()],
  ])('is read by rows from a file without a name: %s', async (_, bytes) => {
    const source = await bytes();
    const kept = await decodeBytes(source, 'it');
    const spooled = await decodeBytes(source, 'it', { limits: few });
    expect(spooled.rows.release).toBeDefined();
    expect(kept.rows.release).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
    expect(Buffer.compare(rgbOf(spooled), rgbOf(kept))).toBe(0);
    expect(prepareDecoded(spooled, clipSpec)).toEqual(prepareDecoded(kept, clipSpec));
    spooled.rows.release?.();
    expect(() => rgbOf(spooled)).toThrow();
  });

  it('is read into memory where it has alpha, or where no file can be made', async () => {
    const clear = await picture().ensureAlpha(0.5).png().toBuffer();
    expect((await decodeBytes(clear, 'it', { limits: few })).rows.release).toBeUndefined();
    process.env['TMPDIR'] = join(folder, 'none');
    const image = await decodeBytes(await picture().png().toBuffer(), 'it', { limits: few });
    expect(Buffer.compare(rgbOf(image), pattern(61, 43).rgb)).toBe(0);
  });

  it('is refused where it is damaged, as a small one is', async () => {
    const jpeg = await picture(200, 200).jpeg().toBuffer();
    const half = decodeBytes(jpeg.subarray(0, jpeg.length / 2), 'it', { limits: few });
    await expect(half).rejects.toThrow(
      'it is a damaged, incomplete or unusual JPEG file that cannot be decoded',
    );
    expect(await readdir(folder)).toEqual([]);
  });
});
