import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gifFirstFrame, paintSurround } from '../../../src-engine/vision/formats/gif-first-frame.ts';
import { visionFixture } from '../fixtures.ts';

const read = (name: string) => Uint8Array.from(readFileSync(visionFixture(`decode/${name}`)));

describe('gifFirstFrame', () => {
  it('finds the frame of a GIF whose canvas is larger', () => {
    expect(gifFirstFrame(read('small-frame.gif')).frame).toEqual({ x: 4, y: 3, width: 13, height: 9 });
  });

  it('changes a copy, by one bit, where the frame has a transparent colour', () => {
    const source = read('transparent.gif');
    const before = Uint8Array.from(source);
    const { bytes } = gifFirstFrame(source);
    expect(source).toEqual(before);
    expect(bytes.reduce((count, b, i) => count + (b === source[i] ? 0 : 1), 0)).toBe(1);
  });

  it('survives any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (tail) => {
        gifFirstFrame(Uint8Array.of(...Buffer.from('GIF89a'), ...tail));
      }),
    );
  });
});

describe('paintSurround', () => {
  it('paints all that the frame does not cover', () => {
    const image = { width: 3, height: 2, rgb: new Uint8Array(18).fill(5) };
    paintSurround(image, {
      bytes: new Uint8Array(0),
      frame: { x: 1, y: 0, width: 2, height: 1 },
      surround: [1, 2, 3],
    });
    expect(Array.from(image.rgb)).toEqual([1, 2, 3, 5, 5, 5, 5, 5, 5, 1, 2, 3, 1, 2, 3, 1, 2, 3]);
  });
});
