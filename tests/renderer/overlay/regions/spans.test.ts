import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundsOfRows,
  mapRows,
  maskOf,
  minus,
  noRows,
  rowsOf,
  strokeRows,
  union,
  type Rows,
  type Spot,
} from '../../../../renderer/overlay/regions/spans.ts';
import { insideOf } from '../../../../src-engine/reduction/steering/shapes.ts';

const size = { width: 23, height: 17 };
const places = Array.from({ length: size.width * size.height }, (_, i): Spot => [
  i % size.width,
  Math.floor(i / size.width),
]);
const spot = fc.tuple(
  fc.double({ min: -6, max: 30, noNaN: true }),
  fc.double({ min: -6, max: 24, noNaN: true }),
);
const stroke = fc
  .tuple(fc.array(spot, { minLength: 1, maxLength: 4 }), fc.double({ min: 0.5, max: 6, noNaN: true }))
  .map(([spots, radius]) => strokeRows(spots, radius, size));

const holds = (rows: Rows, [x, y]: Spot) => (rows.get(y) ?? []).some(([from, to]) => x >= from && x < to);

/** How far a point is from a way. */
function distance([x, y]: Spot, spots: readonly Spot[]): number {
  const each = spots.map((to, i) => {
    const from = spots[i - 1] ?? to;
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const length = dx * dx + dy * dy;
    const share = length === 0 ? 0 : ((x - from[0]) * dx + (y - from[1]) * dy) / length;
    const t = Math.min(1, Math.max(0, share));
    return Math.hypot(x - from[0] - t * dx, y - from[1] - t * dy);
  });
  return Math.min(...each);
}

describe('what a brush paints', () => {
  it('is every pixel whose middle is as near to its way as the brush is wide, and no other', () => {
    fc.assert(
      fc.property(
        fc.array(spot, { minLength: 1, maxLength: 4 }),
        fc.double({ min: 0.5, max: 6, noNaN: true }),
        (spots, radius) => {
          const rows = strokeRows(spots, radius, size);
          for (const place of places) {
            const away = distance([place[0] + 0.5, place[1] + 0.5], spots) - radius;
            if (Math.abs(away) > 1e-6) expect(holds(rows, place)).toBe(away < 0);
          }
        },
      ),
    );
  });
});

describe('rows', () => {
  it('unite and take away as sets of pixels do', () => {
    fc.assert(
      fc.property(stroke, stroke, (a, b) => {
        const [both, rest] = [union(a, b), minus(a, b)];
        for (const place of places) {
          expect(holds(both, place)).toBe(holds(a, place) || holds(b, place));
          expect(holds(rest, place)).toBe(holds(a, place) && !holds(b, place));
        }
      }),
    );
  });

  it('become a mask that the engine reads as the same pixels, and come back', () => {
    fc.assert(
      fc.property(stroke, stroke, (a, b) => {
        const rows = union(a, b);
        const mask = maskOf(rows, size);
        if (mask === null) {
          expect(boundsOfRows(rows)).toBeNull();
          return;
        }
        const inside = insideOf(mask);
        for (const place of places) expect(inside(place[0] + 0.5, place[1] + 0.5)).toBe(holds(rows, place));
        expect(new Map(rowsOf(mask))).toEqual(new Map([...rows].toSorted(([x], [y]) => x - y)));
        expect(mask.runs.reduce((sum, run) => sum + run, 0)).toBeLessThanOrEqual(size.width * size.height);
      }),
    );
  });

  it('stay what they are under bounds that stay, and go where bounds go', () => {
    const rows = strokeRows([[6, 6]], 3, size);
    const bounds = boundsOfRows(rows);
    if (bounds === null) throw new Error('The brush painted nothing.');
    expect(new Map(mapRows(rows, bounds, bounds, size))).toEqual(new Map(rows));
    const right = boundsOfRows(mapRows(rows, bounds, { ...bounds, x: bounds.x + 4, y: bounds.y + 2 }, size));
    expect(right).toEqual({ ...bounds, x: bounds.x + 4, y: bounds.y + 2 });
    const double = boundsOfRows(mapRows(rows, bounds, { ...bounds, width: 2 * bounds.width }, size));
    expect(double?.width).toBe(2 * bounds.width);
  });

  it('of nothing are no mask', () => {
    expect(maskOf(noRows, size)).toBeNull();
    expect(maskOf(minus(strokeRows([[3, 3]], 1, size), strokeRows([[3, 3]], 4, size)), size)).toBeNull();
  });
});
