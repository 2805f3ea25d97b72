/** What can be done to the shape of a region, whatever its kind: bounds, moving, resizing, turning. Pixels of the picture; pure. */
import type { Shape } from '../../../src-engine/reduction/steering/shapes.ts';
import type { Rect, Size } from '../projection.ts';
import { boundsOfRows, mapRows, maskOf, rowsOf, type Spot } from './spans.ts';

/** No side of a region becomes shorter. [px] */
export const shortest = 1;

const known = new WeakMap<Shape, Rect | null>();

/** The smallest rectangle around; null around a mask with nothing in it. Worked out once a shape. */
export function boundsOf(shape: Shape): Rect | null {
  const before = known.get(shape);
  if (before !== undefined) return before;
  const bounds = measured(shape);
  known.set(shape, bounds);
  return bounds;
}

function measured(shape: Shape): Rect | null {
  switch (shape.kind) {
    case 'box':
      return { x: shape.x, y: shape.y, width: shape.width, height: shape.height };
    case 'polygon': {
      const xs = shape.points.map(([x]) => x);
      const ys = shape.points.map(([, y]) => y);
      const [x, y] = [least(xs), least(ys)];
      return { x, y, width: most(xs) - x, height: most(ys) - y };
    }
    case 'mask':
      return boundsOfRows(rowsOf(shape));
  }
}

/** Without spreading: a lasso may have thousands of points. */
const least = (values: readonly number[]) => values.reduce((a, b) => Math.min(a, b), Infinity);
const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity);

/** The box between two corners, as far as it lies in the picture; null where nothing of it does. */
export function boxBetween(a: Spot, b: Spot, { width, height }: Size): Shape | null {
  const [left, right] = [clamp(Math.min(a[0], b[0]), 0, width), clamp(Math.max(a[0], b[0]), 0, width)];
  const [top, bottom] = [clamp(Math.min(a[1], b[1]), 0, height), clamp(Math.max(a[1], b[1]), 0, height)];
  if (right - left < shortest || bottom - top < shortest) return null;
  return { kind: 'box', x: left, y: top, width: right - left, height: bottom - top };
}

/** The middle ninth of the picture. */
export function middleBox({ width, height }: Size): Shape {
  return { kind: 'box', x: width / 3, y: height / 3, width: width / 3, height: height / 3 };
}

/** As far as the picture reaches; what lies outside already is not pulled in. */
export function moved(shape: Shape, by: Spot, size: Size): Shape {
  const bounds = boundsOf(shape);
  if (bounds === null) return shape;
  const x = step(bounds.x, bounds.width, by[0], size.width);
  const y = step(bounds.y, bounds.height, by[1], size.height);
  return reshaped(shape, { ...bounds, x: bounds.x + x, y: bounds.y + y }, size);
}

function step(start: number, length: number, by: number, room: number): number {
  return clamp(by, Math.min(0, -start), Math.max(0, room - start - length));
}

/** The same shape with other bounds. */
export function reshaped(shape: Shape, to: Rect, size: Size): Shape {
  const from = boundsOf(shape);
  if (from === null) return shape;
  switch (shape.kind) {
    case 'box':
      return { kind: 'box', ...to };
    case 'polygon': {
      const across = from.width === 0 ? 1 : to.width / from.width;
      const down = from.height === 0 ? 1 : to.height / from.height;
      const points = shape.points.map(([x, y]): Spot => [
        to.x + (x - from.x) * across,
        to.y + (y - from.y) * down,
      ]);
      return { kind: 'polygon', points };
    }
    case 'mask':
      return maskOf(mapRows(rowsOf(shape), from, whole(to), size), size) ?? shape;
  }
}

/** Masks are made of whole pixels. */
function whole({ x, y, width, height }: Rect): Rect {
  return {
    x: Math.round(x),
    y: Math.round(y),
    width: Math.max(1, Math.round(width)),
    height: Math.max(1, Math.round(height)),
  };
}

/** Bounds that are wider and higher by so much, inside the picture and never narrower than `least`. */
export function grown(bounds: Rect, by: Spot, size: Size, smallest: number): Rect {
  const side = (start: number, length: number, more: number, room: number): number =>
    more > 0
      ? Math.max(length, Math.min(length + more, room - start))
      : Math.min(length, Math.max(length + more, smallest));
  return {
    ...bounds,
    width: side(bounds.x, bounds.width, by[0], size.width),
    height: side(bounds.y, bounds.height, by[1], size.height),
  };
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
