import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { turnedShape } from '../../../../renderer/overlay/regions/turning.ts';
import { maskOf, strokeRows, type Spot } from '../../../../renderer/overlay/regions/spans.ts';
import type { Orientation } from '../../../../src-engine/engine.ts';
import { regionOfPatches } from '../../../../src-engine/reduction/steering/regions.ts';
import { insideOf, shapeSchema, type Shape } from '../../../../src-engine/reduction/steering/shapes.ts';

const stored = { width: 13, height: 7 };

/** Where EXIF 2.3 puts a stored pixel, written out code by code. */
const places: Readonly<Record<Orientation, (x: number, y: number) => Spot>> = {
  1: (x, y) => [x, y],
  2: (x, y) => [stored.width - 1 - x, y],
  3: (x, y) => [stored.width - 1 - x, stored.height - 1 - y],
  4: (x, y) => [x, stored.height - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y) => [stored.height - 1 - y, x],
  7: (x, y) => [stored.height - 1 - y, stored.width - 1 - x],
  8: (x, y) => [y, stored.width - 1 - x],
};
const codes = [1, 2, 3, 4, 5, 6, 7, 8] as const;
const sizeAs = (code: Orientation) => (code < 5 ? stored : { width: stored.height, height: stored.width });

/** Edges lie between the middles of pixels, so that no rule about edges decides. */
function shapeAs(code: Orientation, kind: Shape['kind'], corners: readonly Spot[]): Shape | null {
  const size = sizeAs(code);
  const spots = corners.map(([x, y]): Spot => [
    Math.floor(x * size.width) + 0.25,
    Math.floor(y * size.height) + 0.25,
  ]);
  const [a = [0, 0], b = [1, 1]] = spots;
  switch (kind) {
    case 'box':
      return {
        kind,
        ...{ x: Math.min(a[0], b[0]), y: Math.min(a[1], b[1]) },
        ...{ width: Math.abs(a[0] - b[0]) + 1, height: Math.abs(a[1] - b[1]) + 1 },
      };
    case 'polygon':
      return { kind, points: spots };
    case 'mask':
      return maskOf(strokeRows(spots, 1.7, size), size);
  }
}

const share = fc.double({ min: 0, max: 0.999, noNaN: true });
const corners = fc.array(fc.tuple(share, share), { minLength: 3, maxLength: 5 });

describe('a region of a picture that is read in another orientation', () => {
  it('holds the same pixels of the file', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...codes),
        fc.constantFrom(...codes),
        fc.constantFrom('box' as const, 'polygon' as const, 'mask' as const),
        corners,
        (from, to, kind, spots) => {
          const shape = shapeAs(from, kind, spots);
          fc.pre(shape !== null);
          const turned = turnedShape(shape, from, to, sizeAs(from));
          const [before, after] = [insideOf(shape), insideOf(turned)];
          for (let y = 0; y < stored.height; y += 1)
            for (let x = 0; x < stored.width; x += 1) {
              const [ax, ay] = places[from](x, y);
              const [bx, by] = places[to](x, y);
              expect(after(bx + 0.5, by + 0.5)).toBe(before(ax + 0.5, ay + 0.5));
            }
          shapeSchema.parse(turned);
        },
      ),
      {
        numRuns: 400,
        examples: [
          [
            6,
            7,
            'mask',
            [
              [0, 0],
              [0.99, 0.99],
              [0.5, 0.5],
            ],
          ],
        ],
      },
    );
  });

  it('has as many patches afterwards where it is brushed, also where their middles lie between pixels', () => {
    const [picture, sides] = [{ width: 12, height: 12 }, [2, 3, 4, 6, 12] as const];
    fc.assert(
      fc.property(
        fc.constantFrom(...codes),
        fc.constantFrom(...sides),
        fc.array(fc.tuple(share, share), { minLength: 1, maxLength: 5 }),
        fc.double({ min: 0.6, max: 3, noNaN: true }),
        (to, side, way, width) => {
          const spots = way.map(([x, y]): Spot => [x * picture.width, y * picture.height]);
          const shape = maskOf(strokeRows(spots, width, picture), picture);
          fc.pre(shape !== null);
          const patches = (of: Shape) =>
            regionOfPatches([of], { x: 0, y: 0, ...picture }, side).filter((region) => region === 0).length;
          expect(patches(turnedShape(shape, 1, to, picture))).toBe(patches(shape));
        },
      ),
    );
  });

  it('is the very same shape where nothing turns, and after four quarters', () => {
    const box: Shape = { kind: 'box', x: 1, y: 2, width: 3, height: 4 };
    expect(turnedShape(box, 6, 6, sizeAs(6))).toBe(box);
    let turned: Shape = box;
    for (const [from, to] of [
      [1, 6],
      [6, 3],
      [3, 8],
      [8, 1],
    ] as const)
      turned = turnedShape(turned, from, to, sizeAs(from));
    expect(turned).toEqual(box);
  });

  it('is the very same brushed shape when it is turned there and back', () => {
    fc.assert(
      fc.property(fc.constantFrom(...codes), fc.constantFrom(...codes), corners, (from, to, spots) => {
        const shape = shapeAs(from, 'mask', spots);
        fc.pre(shape !== null);
        const there = turnedShape(shape, from, to, sizeAs(from));
        expect(turnedShape(there, to, from, sizeAs(to))).toEqual(shape);
      }),
    );
  });
});
