import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { screenPoint } from '../../../src-engine/merging/coordinates.ts';
import {
  areaOf,
  compose,
  fitTransform,
  patchEdges,
  patchRect,
  patchUnder,
} from '../../../renderer/overlay/projection.ts';

describe('fitTransform', () => {
  it('centres a wide picture between its margins', () => {
    expect(fitTransform({ x: 0, y: 0, width: 200, height: 100 }, { width: 120, height: 120 }, 10)).toEqual({
      scale: 0.5,
      x: 10,
      y: 35,
    });
  });

  it('enlarges a small picture', () => {
    expect(fitTransform({ x: 0, y: 0, width: 10, height: 10 }, { width: 100, height: 200 }, 0).scale).toBe(
      10,
    );
  });
});

describe('areaOf', () => {
  it('is the picture where the view lies inside it', () => {
    expect(areaOf({ width: 40, height: 20 }, { x: 10, y: 0, width: 20, height: 20 })).toEqual({
      x: 0,
      y: 0,
      width: 40,
      height: 20,
    });
  });

  it('takes in the padding of a view, and fits it into the stage', () => {
    const area = areaOf({ width: 40, height: 20 }, { x: 0, y: -10, width: 40, height: 40 });
    expect(area).toEqual({ x: 0, y: -10, width: 40, height: 40 });
    expect(fitTransform(area, { width: 80, height: 80 }, 0)).toEqual({ scale: 2, x: 0, y: 20 });
  });
});

describe('compose', () => {
  it('puts pan and zoom on top of the fit', () => {
    expect(compose({ scale: 0.5, x: 10, y: 20 }, { k: 2, x: -5, y: 3 }, 1.5)).toEqual({
      scale: 1,
      x: 15,
      y: 43,
      ratio: 1.5,
    });
  });
});

describe('patch edges', () => {
  it('share every inner edge, whatever the scale: no seam and no overlap', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 40, noNaN: true }),
        fc.constantFrom(1, 1.25, 2),
        (scale, ratio) => {
          const grid = { rows: 3, columns: 5 };
          const edges = patchEdges({ x: 1, y: 2, width: 33, height: 21 }, grid, {
            scale,
            x: 0.3,
            y: 0.7,
            ratio,
          });
          for (let patch = 0; patch < 14; patch++) {
            if (patch % 5 === 4) continue;
            const left = patchRect(edges, grid, patch);
            expect(left.x + left.width).toBe(patchRect(edges, grid, patch + 1).x);
          }
        },
      ),
    );
  });
});

describe('patchUnder', () => {
  const region = { x: 0, y: 0, width: 30, height: 20 };
  const grid = { rows: 2, columns: 3 };
  const at = { scale: 2, x: 10, y: 10 };

  it('finds the patch under a point of the stage', () => {
    expect(patchUnder(screenPoint(10, 10), region, grid, at)).toBe(0);
    expect(patchUnder(screenPoint(69, 49), region, grid, at)).toBe(5);
  });

  it('finds none beside the view', () => {
    expect(patchUnder(screenPoint(9, 20), region, grid, at)).toBeNull();
    expect(patchUnder(screenPoint(70, 20), region, grid, at)).toBeNull();
  });
});
