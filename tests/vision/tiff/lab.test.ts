import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeBytes } from '../../../src-engine/vision/decode.ts';
import { labToRgb } from '../../../src-engine/vision/tiff/lab.ts';
import { engineError, picturesFixture } from '../fixtures.ts';

/** Every fifth lightness, a and b, as Pillow stores them: a and b from 0, where TIFF has signed bytes. */
function everyFifth(): Uint8Array {
  const levels = Array.from({ length: 52 }, (_, i) => i * 5);
  return Uint8Array.from(levels.flatMap((l) => levels.flatMap((a) => levels.flatMap((b) => [l, a, b]))));
}

describe('CIELAB of a TIFF file', () => {
  it('becomes the red, green and blue that Pillow 13.0 gives for 140,608 colours of the whole space', () => {
    const digest = createHash('sha256').update(labToRgb(everyFifth())).digest('hex');
    expect(digest).toBe('9e173997fb5989180e4f8ef82dec839c4c933be3bfd3cbaae001a536dabd8026');
  });

  it('is a level off in black and in white, as in Pillow, whose table has no node there', () => {
    const stored = Uint8Array.from([0, 0, 0, 255, 0, 0, 128, 0, 0]);
    expect([...labToRgb(stored)]).toEqual([1, 0, 1, 254, 255, 254, 119, 119, 119]);
  });

  it('is refused in a sentence where it is of 16 bits, which Pillow does not open either', async () => {
    const bytes = readFileSync(picturesFixture('lab.tif'));
    for (const at of [134, 136, 138]) bytes.writeUInt16LE(16, at);
    const error = await engineError(decodeBytes(bytes, "'deep.tif'"));
    expect(error.message).toBe(
      "'deep.tif' is a TIFF file of CIELAB colours that are not three samples of 8 bits, uncompressed or packed by LZW, Deflate or PackBits; save it in RGB, or as PNG.",
    );
  });
});
