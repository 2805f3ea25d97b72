/** Where a region can be taken hold of: eight handles around its bounds, and its inside. Pixels of the picture; pure. */
import { insideOf, type Shape } from '../../../src-engine/reduction/steering/shapes.ts';
import type { Rect, Size } from '../projection.ts';
import { boundsOf, clamp, shortest } from './shapes.ts';
import type { Spot } from './spans.ts';

/** Which sides follow the hand: -1 the left or upper one, 1 the right or lower one, 0 none. */
export interface Handle {
  readonly x: -1 | 0 | 1;
  readonly y: -1 | 0 | 1;
}

const sides = [-1, 0, 1] as const;
export const handles: readonly Handle[] = sides.flatMap((y) =>
  sides.flatMap((x) => (x === 0 && y === 0 ? [] : [{ x, y }])),
);

export function placeOf({ x, y, width, height }: Rect, handle: Handle): Spot {
  return [x + ((handle.x + 1) / 2) * width, y + ((handle.y + 1) / 2) * height];
}

export type Hold = { readonly kind: 'handle'; readonly handle: Handle } | { readonly kind: 'inside' };

/** What of a region lies under a point. The nearest handle wins over the inside. @param reach how near a handle must be [px] */
export function holdAt(shape: Shape, at: Spot, reach: number): Hold | null {
  const bounds = boundsOf(shape);
  if (bounds === null) return null;
  const near = handles
    .map((handle) => ({ handle, distance: distance(placeOf(bounds, handle), at) }))
    .toSorted((a, b) => a.distance - b.distance)[0];
  if (near !== undefined && near.distance <= reach) return { kind: 'handle', handle: near.handle };
  return insideOf(shape)(...at) ? { kind: 'inside' } : null;
}

/** The region under a point: the last of those that hold it, as the engine has it. -1 for none. */
export function regionAt(shapes: readonly Shape[], at: Spot): number {
  return shapes.findLastIndex((shape) => insideOf(shape)(...at));
}

/** The bounds after a handle was drawn to a point inside the picture. They never turn over. */
export function pulled(bounds: Rect, handle: Handle, to: Spot, size: Size): Rect {
  const [x, width] = side(bounds.x, bounds.width, handle.x, clamp(to[0], 0, size.width));
  const [y, height] = side(bounds.y, bounds.height, handle.y, clamp(to[1], 0, size.height));
  return { x, y, width, height };
}

function side(start: number, length: number, which: -1 | 0 | 1, to: number): readonly [number, number] {
  const end = start + length;
  if (which === 1) return [start, Math.max(shortest, to - start)];
  if (which === 0) return [start, length];
  const first = Math.min(to, end - shortest);
  return [first, end - first];
}

const distance = (a: Spot, b: Spot) => Math.hypot(a[0] - b[0], a[1] - b[1]);
