import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handles, holdAt, placeOf, pulled, regionAt } from '../../../../renderer/overlay/regions/handles.ts';
import { drawn, movePen, putDown, type Tool } from '../../../../renderer/overlay/regions/pen.ts';
import {
  boundsOf,
  boxBetween,
  grown,
  middleBox,
  moved,
  reshaped,
} from '../../../../renderer/overlay/regions/shapes.ts';
import { maskOf, noRows, strokeRows, type Spot } from '../../../../renderer/overlay/regions/spans.ts';
import { shapeSchema, type Shape } from '../../../../src-engine/reduction/steering/shapes.ts';

const size = { width: 60, height: 40 };
const coordinate = (most: number) => fc.double({ min: 0, max: most, noNaN: true });
const spot: fc.Arbitrary<Spot> = fc.tuple(coordinate(size.width), coordinate(size.height));
const step: fc.Arbitrary<Spot> = fc.tuple(
  fc.double({ min: -80, max: 80, noNaN: true }),
  fc.double({ min: -80, max: 80, noNaN: true }),
);

const box = fc.tuple(spot, spot).map(([a, b]) => boxBetween(a, b, size));
const polygon = fc
  .array(spot, { minLength: 3, maxLength: 8 })
  .map((points): Shape => ({ kind: 'polygon', points }));
const mask = fc
  .tuple(fc.array(spot, { minLength: 1, maxLength: 3 }), fc.double({ min: 1, max: 8, noNaN: true }))
  .map(([spots, radius]) => maskOf(strokeRows(spots, radius, size), size));
const shape = fc.oneof(box, polygon, mask).filter((one) => {
  const bounds = one === null ? null : boundsOf(one);
  return bounds !== null && bounds.width >= 1 && bounds.height >= 1;
}) as fc.Arbitrary<Shape>;

function bounds(of: Shape) {
  const found = boundsOf(of);
  if (found === null) throw new Error('There is nothing in this shape.');
  return found;
}

describe('a region that is moved', () => {
  it('stays in the picture, keeps its size and can be sent to the engine', () => {
    fc.assert(
      fc.property(shape, step, (before, by) => {
        const [was, is] = [bounds(before), bounds(moved(before, by, size))];
        expect(is.width).toBeCloseTo(was.width, 6);
        expect(is.height).toBeCloseTo(was.height, 6);
        expect(is.x).toBeGreaterThanOrEqual(-1e-9);
        expect(is.y).toBeGreaterThanOrEqual(-1e-9);
        expect(is.x + is.width).toBeLessThanOrEqual(size.width + 1e-9);
        expect(is.y + is.height).toBeLessThanOrEqual(size.height + 1e-9);
        expect(shapeSchema.safeParse(moved(before, by, size)).success).toBe(true);
      }),
    );
  });

  it('comes back by the opposite way where nothing was in the way', () => {
    const lasso: Shape = { kind: 'polygon', points: [[20, 10], [30, 12], [24, 20]] }; // prettier-ignore
    expect(moved(moved(lasso, [5, 4], size), [-5, -4], size)).toEqual(lasso);
  });
});

describe('a handle', () => {
  it('brings its sides to the hand, leaves the others where they are, and never turns a region over', () => {
    fc.assert(
      fc.property(shape, fc.constantFrom(...handles), spot, (before, handle, to) => {
        const was = bounds(before);
        const is = pulled(was, handle, to, size);
        expect(is.width).toBeGreaterThanOrEqual(1 - 1e-9);
        expect(is.height).toBeGreaterThanOrEqual(1 - 1e-9);
        if (handle.x !== -1) expect(is.x).toBe(was.x);
        if (handle.x !== 1) expect(is.x + is.width).toBeCloseTo(was.x + was.width, 6);
        if (handle.x === 1 && to[0] > was.x + 1) expect(is.x + is.width).toBeCloseTo(to[0], 6);
        if (handle.y === -1 && to[1] < was.y + was.height - 1) expect(is.y).toBeCloseTo(to[1], 6);
      }),
    );
  });

  it('is found where it is drawn, before the inside', () => {
    fc.assert(
      fc.property(shape, fc.constantFrom(...handles), (one, handle) => {
        const place = placeOf(bounds(one), handle);
        const hold = holdAt(one, place, 0.1);
        expect(hold?.kind).toBe('handle');
        if (hold?.kind === 'handle') expect(placeOf(bounds(one), hold.handle)).toEqual(place);
      }),
    );
  });

  it('is far from a point beside the region, which then holds nothing', () => {
    const one: Shape = { kind: 'box', x: 10, y: 10, width: 20, height: 20 };
    expect(holdAt(one, [20, 19], 3)).toEqual({ kind: 'inside' });
    expect(holdAt(one, [36, 15], 3)).toBeNull();
  });
});

describe('the region under a point', () => {
  it('is the last one of the list that holds it', () => {
    const large: Shape = { kind: 'box', x: 0, y: 0, width: 60, height: 40 };
    const small: Shape = { kind: 'box', x: 5, y: 5, width: 10, height: 10 };
    expect(regionAt([large, small], [7, 7])).toBe(1);
    expect(regionAt([small, large], [7, 7])).toBe(1);
    expect(regionAt([small], [40, 30])).toBe(-1);
  });
});

describe('bounds that grow by keys', () => {
  it('stay in the picture and keep a least size', () => {
    fc.assert(
      fc.property(shape, step, (one, by) => {
        const was = bounds(one);
        const is = grown(was, by, size, 3);
        expect(is.x + is.width).toBeLessThanOrEqual(Math.max(size.width, was.x + was.width) + 1e-9);
        expect(is.width).toBeGreaterThanOrEqual(Math.min(3, was.width) - 1e-9);
        expect(is.height).toBeGreaterThanOrEqual(Math.min(3, was.height) - 1e-9);
      }),
    );
  });

  it('shape the region with them', () => {
    const one = middleBox({ width: 60, height: 60 });
    const to = grown(bounds(one), [10, -5], { width: 60, height: 60 }, 5);
    expect(reshaped(one, to, { width: 60, height: 60 })).toEqual({
      kind: 'box',
      x: 20,
      y: 20,
      width: 30,
      height: 15,
    });
  });
});

describe('a pen', () => {
  it('draws nothing that the engine would refuse, whatever its way', () => {
    const tool = fc.constantFrom<Tool>('box', 'lasso', 'brush');
    fc.assert(
      fc.property(tool, fc.array(step, { minLength: 1, maxLength: 12 }), (which, way) => {
        const [first = [0, 0], ...rest] = way;
        const begun = putDown(which, first, { size, radius: 3, rows: noRows });
        const shape = drawn(
          rest.reduce((trace, to) => movePen(trace, to, size), begun),
          size,
        );
        if (shape !== null) expect(shapeSchema.safeParse(shape).success).toBe(true);
      }),
    );
  });

  it('draws a box from corner to corner, whichever comes first', () => {
    const trace = movePen(putDown('box', [30, 25], { size, radius: 3, rows: noRows }), [10, 5], size);
    expect(drawn(trace, size)).toEqual({ kind: 'box', x: 10, y: 5, width: 20, height: 20 });
  });

  it('erases what the brush had painted', () => {
    const rows = strokeRows([[20, 20]], 6, size);
    const left = movePen(putDown('erase', [20, 20], { size, radius: 3, rows }), [20, 20], size);
    const hole = drawn(left, size);
    expect(hole).not.toBeNull();
    expect(drawn(putDown('erase', [20, 20], { size, radius: 9, rows }), size)).toBeNull();
  });
});
