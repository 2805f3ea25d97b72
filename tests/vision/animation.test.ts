import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { framesIn, framesOf, pictureBytes } from '../../src-engine/vision/animation.ts';
import { decodeImage } from '../../src-engine/vision/decode.ts';
import { imageLimits } from '../../src-engine/vision/limits.ts';
import { rgbOf } from '../../src-engine/vision/picture.ts';
import { picturesFixture } from './fixtures.ts';

const hash = z.string().length(64);
const framesExpected = z
  .record(z.string(), z.array(z.object({ path: hash, object: hash })))
  .parse(JSON.parse(readFileSync(picturesFixture('frames/expected.json'), 'utf8')));

/** Three flat frames, one colour each, stacked as the encoder wants them. */
async function animation(format: 'gif' | 'webp') {
  const colours = [
    [255, 0, 0],
    [0, 255, 0],
    [0, 0, 255],
  ];
  const frames = colours.map((colour) => Buffer.from(Array.from({ length: 16 }, () => colour).flat()));
  const stacked = sharp(Buffer.concat(frames), { raw: { width: 4, height: 12, channels: 3, pageHeight: 4 } });
  const options = { delay: [100, 100, 100], loop: 0 };
  const bytes = await (
    format === 'gif' ? stacked.gif(options) : stacked.webp({ ...options, lossless: true })
  ).toBuffer();
  return { kind: 'bytes', bytes, name: `clip.${format}` } as const;
}

describe('framesOf', () => {
  it.each(['gif', 'webp'] as const)('gives every frame of an animated %s in order', async (format) => {
    const frames = await framesOf(await animation(format));
    const first = await Promise.all(
      frames.map(async (frame) => {
        if (frame.kind !== 'bytes') throw new Error('A frame of an animation comes as bytes.');
        return Array.from(rgbOf(await decodeImage(frame)).subarray(0, 3));
      }),
    );
    expect(first).toEqual([
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
    ]);
  });

  // Pillow 13.0.0: seek, then load_image by path or convert_to_rgb of the opened picture (transformers 5.24.0).
  it.each(Object.entries(framesExpected))(
    'reads the frames of %s as Pillow shows them, by both routes',
    async (name, expected) => {
      const frames = await framesOf({ kind: 'file', path: picturesFixture(`frames/${name}`) });
      const seen = [];
      for (const frame of frames) {
        if (frame.kind !== 'bytes') throw new Error('A frame of an animation comes as bytes.');
        const [path, object] = await Promise.all(
          (['path', 'object'] as const).map(async (route) => {
            const rgb = rgbOf(await decodeImage(frame, { route }));
            return createHash('sha256').update(rgb).digest('hex');
          }),
        );
        seen.push({ path, object });
      }
      expect(seen).toEqual(expected);
    },
  );

  it('reads every frame as the whole file was asked to be read', async () => {
    const path = picturesFixture('frames/animated-exif-6.webp');
    const frames = await framesOf({ kind: 'file', path, reading: { orientation: 1 } });
    for (const frame of frames) {
      if (frame.kind !== 'bytes') throw new Error('A frame of an animation comes as bytes.');
      expect((await decodeImage(frame)).reading).toMatchObject({ orientation: 1, storedOrientation: 6 });
    }
  });

  it('leaves a still picture as it is', async () => {
    const png = await sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    const source = { kind: 'bytes', bytes: png, name: 'still.png' } as const;
    expect(await framesOf(source)).toEqual([source]);
  });

  it('refuses an animation that was cut off', async () => {
    const { bytes, name } = await animation('webp');
    await expect(framesOf({ kind: 'bytes', bytes: bytes.subarray(0, 40), name })).rejects.toMatchObject({
      code: 'bad-input',
    });
  });

  it('refuses more frames than are read at once, naming both numbers', async () => {
    const limits = { ...imageLimits, frames: 2 };
    await expect(framesOf(await animation('gif'), limits)).rejects.toMatchObject({
      message: expect.stringContaining('has 3 frames; give at most 2') as string,
    });
  });
});

describe('one frame of an animation', () => {
  it.each(Object.keys(framesExpected))('of %s is the same as among all of them', async (name) => {
    const source = { kind: 'file', path: picturesFixture(`frames/${name}`) } as const;
    const frames = await framesOf(source);
    expect(await framesIn(readFileSync(source.path))).toBe(frames.length);
    for (const [frame, all] of frames.entries()) {
      if (all.kind !== 'bytes') throw new Error('A frame of an animation comes as bytes.');
      const alone = await decodeImage({ ...source, frame });
      expect(rgbOf(alone)).toEqual(rgbOf(await decodeImage(all)));
    }
    expect(await framesOf({ ...source, frame: 1 })).toEqual([{ ...source, frame: 1 }]);
  });

  it('that is not there is refused, and so are too many of them', async () => {
    const clip = await animation('gif');
    await expect(pictureBytes({ ...clip, frame: 3 })).rejects.toMatchObject({
      code: 'bad-input',
      message: "'clip.gif' has 3 frames, and frame 4 was asked for; open it again.",
    });
    await expect(pictureBytes({ ...clip, frame: 1 }, { ...imageLimits, frames: 2 })).rejects.toMatchObject({
      message: expect.stringContaining('has 3 frames; give at most 2 frames') as string,
    });
    await expect(
      pictureBytes({ ...clip, frame: 1 }, { ...imageLimits, animationPixels: 47 }),
    ).rejects.toMatchObject({ code: 'bad-input' });
    expect(await framesIn(clip.bytes.subarray(0, 3))).toBe(1);
  });
});
