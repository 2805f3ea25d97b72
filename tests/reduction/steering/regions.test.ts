import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  outside,
  patchThresholds,
  regionOfPatches,
  regionsSchema,
  requireMasksOf,
} from '../../../src-engine/reduction/steering/regions.ts';
import { insideOf } from '../../../src-engine/reduction/steering/shapes.ts';

const view = { x: 0, y: 0, width: 40, height: 40 };
const box = (x: number, y: number, width: number, height: number) =>
  ({ kind: 'box', x, y, width, height }) as const;

describe('the region of a patch', () => {
  it('is the one that holds its middle', () => {
    // Middles lie at 5, 15, 25 and 35.
    expect(Array.from(regionOfPatches([box(0, 0, 15, 6)], view, 4)).indexOf(0)).toBe(0);
    expect(Array.from(regionOfPatches([box(0, 0, 15, 6)], view, 4).slice(0, 4))).toEqual([0, -1, -1, -1]);
    expect(Array.from(regionOfPatches([box(5, 5, 20, 10.5)], view, 4))).toEqual(
      [0, 0, -1, -1, 0, 0, -1, -1].concat(new Array<number>(8).fill(outside)),
    );
  });

  it('is the last one that holds it where regions overlap', () => {
    expect(Array.from(regionOfPatches([box(0, 0, 40, 40), box(0, 0, 20, 40)], view, 2))).toEqual([
      1, 0, 1, 0,
    ]);
  });

  it('follows the part of the picture that a view covers', () => {
    const right = { x: 20, y: 0, width: 20, height: 40 };
    expect(Array.from(regionOfPatches([box(30, 0, 10, 40)], right, 2))).toEqual([-1, 0, -1, 0]);
  });
});

describe('a polygon', () => {
  it('that is a rectangle holds what the box holds', () => {
    fc.assert(
      fc.property(
        fc.tuple(fc.nat(30), fc.nat(30), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 })),
        fc.array(fc.tuple(fc.double({ min: -5, max: 60, noNaN: true }), fc.nat(60)), { minLength: 1 }),
        ([x, y, width, height], points) => {
          const corners = [
            [x, y],
            [x + width, y],
            [x + width, y + height],
            [x, y + height],
          ] as const;
          const [inBox, inPolygon] = [
            insideOf(box(x, y, width, height)),
            insideOf({ kind: 'polygon', points: corners }),
          ];
          for (const [px, py] of points) expect(inPolygon(px, py)).toBe(inBox(px, py));
        },
      ),
    );
  });

  it('holds nothing where it crosses itself twice over', () => {
    const star = insideOf({
      kind: 'polygon',
      points: [0, 2, 4, 1, 3].map((corner) => {
        const angle = (corner * 2 * Math.PI) / 5;
        return [10 + 10 * Math.sin(angle), 10 - 10 * Math.cos(angle)] as const;
      }),
    });
    expect([star(10, 10), star(10, 2)]).toEqual([false, true]);
  });
});

describe('a mask', () => {
  it('is read row by row, beginning outside', () => {
    const inside = insideOf({ kind: 'mask', width: 3, height: 2, runs: [1, 3, 1] });
    const rows = [0, 1].map((y) => [0, 1, 2].map((x) => Number(inside(x + 0.5, y + 0.5))));
    expect(rows).toEqual([
      [0, 1, 1],
      [1, 0, 0],
    ]);
    expect([inside(-0.5, 0.5), inside(3.5, 0.5), inside(0.5, 2.5)]).toEqual([false, false, false]);
  });

  it('holds a point where pixels meet if one of them is inside', () => {
    const inside = insideOf({ kind: 'mask', width: 3, height: 3, runs: [4, 1] }); // the one in the middle
    const along = [0, 0.5, 1, 1.5, 2, 2.5, 3];
    expect(along.map((x) => Number(inside(x, 1.5)))).toEqual([0, 0, 1, 1, 1, 0, 0]);
    expect(along.map((y) => Number(inside(1.5, y)))).toEqual([0, 0, 1, 1, 1, 0, 0]);
    expect([inside(1, 1), inside(2, 2), inside(1 - 1e-9, 2 + 1e-9), inside(0.99, 1)]).toEqual([
      ...[true, true, true],
      false,
    ]);
  });

  it('holds what its pixels say, however long its runs are', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (pixels) => {
        const runs = [0];
        let now = false;
        for (const pixel of pixels) {
          if (pixel !== now) runs.push(0);
          now = pixel;
          runs[runs.length - 1]! += 1;
        }
        const inside = insideOf({ kind: 'mask', width: 4, height: 3, runs });
        const read = pixels.map((_, place) => inside((place % 4) + 0.5, Math.floor(place / 4) + 0.5));
        expect(read).toEqual(pixels);
      }),
    );
  });

  it('of another picture is refused', () => {
    const regions = [{ name: 'sky', shape: { kind: 'mask', width: 4, height: 3, runs: [12] } }] as const;
    expect(() => requireMasksOf(regions, { width: 4, height: 3 })).not.toThrow();
    expect(() => requireMasksOf(regions, { width: 8, height: 3 })).toThrow(
      'The mask of the region "sky" is 4 x 3 pixels and the picture 8 x 3',
    );
  });
});

it('gives every patch the thresholds of its region, and the others those of the rest', () => {
  const regionOf = Int32Array.of(0, outside, 1);
  expect(
    Array.from(
      patchThresholds(
        regionOf,
        [
          [0.5, 0.25],
          [1, 1],
        ],
        [0.75, 0],
      ),
    ),
  ).toEqual([0.5, 0.75, 1, 0.25, 0, 1]);
});

describe('a list of regions', () => {
  const good = { name: 'face', shape: box(1, 2, 3, 4), budget: { kind: 'share', share: 1 } };
  it.each([
    ['an empty name', { ...good, name: '' }],
    ['a box without width', { ...good, shape: box(0, 0, 0, 4) }],
    [
      'two corners',
      {
        ...good,
        shape: {
          kind: 'polygon',
          points: [
            [0, 0],
            [1, 1],
          ],
        },
      },
    ],
    ['a run below 0', { ...good, shape: { kind: 'mask', width: 2, height: 2, runs: [-1] } }],
    ['thresholds instead of a budget', { ...good, budget: { kind: 'thresholds', thresholds: [1] } }],
    ['something more', { ...good, colour: 'red' }],
  ])('is refused with %s', (_, region) => {
    expect(regionsSchema.safeParse([good]).success).toBe(true);
    expect(regionsSchema.safeParse([region]).success).toBe(false);
  });
});
