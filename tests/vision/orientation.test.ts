import { describe, expect, it } from 'vitest';
import { turnedSize, turnRgb } from '../../src-engine/vision/orientation.ts';

const size = { width: 3, height: 2 };
/** Pixels numbered 0 to 5, row by row. */
const rgb = Uint8Array.from({ length: 18 }, (_, i) => Math.floor(i / 3));

describe('turnRgb', () => {
  // Pillow 13.0.0: Image.transpose with the method that ImageOps.exif_transpose takes for each code.
  it.each([
    [1, 3, [0, 1, 2, 3, 4, 5]],
    [2, 3, [2, 1, 0, 5, 4, 3]],
    [3, 3, [5, 4, 3, 2, 1, 0]],
    [4, 3, [3, 4, 5, 0, 1, 2]],
    [5, 2, [0, 3, 1, 4, 2, 5]],
    [6, 2, [3, 0, 4, 1, 5, 2]],
    [7, 2, [5, 2, 4, 1, 3, 0]],
    [8, 2, [2, 5, 1, 4, 0, 3]],
  ] as const)('code %i', (orientation, width, order) => {
    const turned = turnRgb(rgb, size, orientation);
    expect(turnedSize(size, orientation)).toEqual({ width, height: 6 / width });
    expect(turned).toEqual(Uint8Array.from(order.flatMap((pixel) => [pixel, pixel, pixel])));
  });

  it('copies nothing where nothing is turned', () => {
    expect(turnRgb(rgb, size, 1)).toBe(rgb);
  });
});
