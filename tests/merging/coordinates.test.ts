import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  imagePoint,
  imageToPatch,
  imageToScreen,
  patchAt,
  patchPoint,
  patchToImage,
  screenToImage,
  type ImagePoint,
} from '../../src-engine/merging/coordinates.ts';

const grid = { rows: 4, columns: 8 };
const region = { x: 10, y: -20, width: 160, height: 80 };

describe('coordinates', () => {
  it('lead from patches to image pixels through the region of the view', () => {
    expect(patchToImage(patchPoint(0, 0), grid, region)).toEqual([10, -20]);
    expect(patchToImage(patchPoint(8, 4), grid, region)).toEqual([170, 60]);
    expect(patchToImage(patchPoint(1, 1), grid, region)).toEqual([30, 0]);
  });

  it('lead from image to screen by scale, then shift', () => {
    expect(imageToScreen(imagePoint(3, 4), { scale: 2, x: 10, y: 20 })).toEqual([16, 28]);
  });

  it('lead there and back', () => {
    const coordinate = fc.double({ min: -500, max: 500, noNaN: true });
    fc.assert(
      fc.property(coordinate, coordinate, (x, y) => {
        const transform = { scale: 0.37, x: -12, y: 91 };
        const [px, py] = patchToImage(imageToPatch(imagePoint(x, y), grid, region), grid, region);
        const [sx, sy] = screenToImage(imageToScreen(imagePoint(x, y), transform), transform);
        for (const got of [px, sx]) expect(got).toBeCloseTo(x, 8);
        for (const got of [py, sy]) expect(got).toBeCloseTo(y, 8);
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
