import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  imagePoint,
  imageToPatch,
  patchAt,
  patchPoint,
  screenPoint,
  screenToImage,
  type ImagePoint,
} from '../../src-engine/merging/coordinates.ts';

const grid = { rows: 4, columns: 8 };
const region = { x: 10, y: -20, width: 160, height: 80 };

describe('coordinates', () => {
  it('lead from image pixels to patches through the region of the view', () => {
    expect(imageToPatch(imagePoint(10, -20), grid, region)).toEqual([0, 0]);
    expect(imageToPatch(imagePoint(170, 60), grid, region)).toEqual([8, 4]);
    expect(imageToPatch(imagePoint(30, 0), grid, region)).toEqual([1, 1]);
  });

  it('lead from screen to image by taking back the shift, then the scale', () => {
    expect(screenToImage(screenPoint(16, 28), { scale: 2, x: 10, y: 20 })).toEqual([3, 4]);
  });

  it('keep distances in proportion', () => {
    const coordinate = fc.double({ min: -500, max: 500, noNaN: true });
    fc.assert(
      fc.property(coordinate, coordinate, (x, y) => {
        const transform = { scale: 0.37, x: -12, y: 91 };
        const [sx, sy] = screenToImage(screenPoint(x * 0.37 - 12, y * 0.37 + 91), transform);
        const [px, py] = imageToPatch(imagePoint(10 + 20 * x, -20 + 20 * y), grid, region);
        for (const got of [sx, px]) expect(got).toBeCloseTo(x, 8);
        for (const got of [sy, py]) expect(got).toBeCloseTo(y, 8);
      }),
    );
  });

  it('of different spaces do not mix', () => {
    // @ts-expect-error a point in patches is no point in image pixels
    const point: ImagePoint = patchPoint(1, 2);
    expect(point).toEqual([1, 2]);
  });

  it('name the patch under a point, and none outside the view', () => {
    expect(patchAt(patchPoint(0, 0), grid)).toBe(0);
    expect(patchAt(patchPoint(7.99, 3.99), grid)).toBe(31);
    expect(patchAt(patchPoint(2.5, 1.2), grid)).toBe(10);
    for (const outside of [patchPoint(-0.01, 0), patchPoint(8, 0), patchPoint(0, 4)]) {
      expect(patchAt(outside, grid)).toBeUndefined();
    }
  });
});
