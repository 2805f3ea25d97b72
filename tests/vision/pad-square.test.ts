import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { padToSquare } from '../../src-engine/vision/pad-square.ts';
import { rgbOf, upright } from '../../src-engine/vision/picture.ts';
import { prepareDecoded } from '../../src-engine/vision/prepare.ts';
import { resizeWhole } from '../../src-engine/vision/resize.ts';
import expected from '../fixtures/vision/pad-square.json' with { type: 'json' };
import { clipSpec, decoded, pattern } from './fixtures.ts';

const colour = [122, 116, 104] as const;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('padToSquare', () => {
  it.each(expected)(
    'pads $from and resizes as Pillow does, byte for byte',
    ({ from, side, padded, resized }) => {
      const square = padToSquare(upright(pattern(from[0]!, from[1]!)), colour);
      expect(sha256(rgbOf(square))).toBe(padded);
      const small = resizeWhole(square, side, side, { backend: 'pil-12', filter: 'bicubic' });
      expect(sha256(small.rgb)).toBe(resized);
    },
  );

  it('refuses a strip whose square would not fit', () => {
    expect(() => padToSquare(upright(pattern(40, 2)), colour, 1000)).toThrow(
      'The picture of 40 x 2 pixels would be padded to 40 x 40, more than the 0 million pixels that are kept',
    );
  });
});

describe('prepareDecoded', () => {
  const spec = { ...clipSpec, padColour: colour };

  it('gives a padded view a region that reaches outside the picture, in stored pixels', () => {
    const picture = pattern(100, 60);
    const wide = prepareDecoded(decoded(picture, { width: 200, height: 120 }, 2), spec);
    expect(wide.views[0]?.region).toEqual({ x: 0, y: -40, width: 200, height: 200 });
    const tall = prepareDecoded(decoded(pattern(60, 101)), spec);
    expect(tall.views[0]?.region).toEqual({ x: -20, y: 0, width: 101, height: 101 });
  });

  it('gives a square picture what it gets without padding', () => {
    const square = decoded(pattern(90, 90));
    expect(prepareDecoded(square, spec)).toEqual(prepareDecoded(square, clipSpec));
  });
});
