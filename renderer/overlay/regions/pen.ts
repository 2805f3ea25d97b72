/** Drawing a region, by pointer or by keys: a pen is put down, moved and lifted, and at every moment there is a shape. Pure. */
import type { Shape } from '../../../src-engine/reduction/steering/shapes.ts';
import type { Size } from '../projection.ts';
import { boundsOf, boxBetween, shortest } from './shapes.ts';
import { maskOf, minus, strokeRows, union, type Rows, type Spot } from './spans.ts';

export const tools = ['box', 'lasso', 'brush', 'erase'] as const;
export type Tool = (typeof tools)[number];

/** What the pen has done since it was put down. */
export type Trace =
  | { readonly tool: 'box'; readonly from: Spot; readonly to: Spot }
  | { readonly tool: 'lasso'; readonly spots: readonly Spot[] }
  | {
      readonly tool: 'brush' | 'erase';
      readonly last: Spot;
      readonly radius: number; // px
      readonly rows: Rows; // with what was there before
    };

/** More corners say nothing that a patch could tell. */
const mostSpots = 4000;

/** @param rows what the brush adds to, or takes from @param radius of the brush [px] */
export function putDown(
  tool: Tool,
  at: Spot,
  { size, radius, rows }: { readonly size: Size; readonly radius: number; readonly rows: Rows },
): Trace {
  switch (tool) {
    case 'box':
      return { tool, from: at, to: at };
    case 'lasso':
      return { tool, spots: [at] };
    case 'brush':
    case 'erase':
      return { tool, last: at, radius, rows: painted(tool, rows, strokeRows([at], radius, size)) };
  }
}

export function movePen(trace: Trace, to: Spot, size: Size): Trace {
  switch (trace.tool) {
    case 'box':
      return { ...trace, to };
    case 'lasso': {
      const inside: Spot = [
        Math.min(size.width, Math.max(0, to[0])),
        Math.min(size.height, Math.max(0, to[1])),
      ];
      return trace.spots.length >= mostSpots ? trace : { ...trace, spots: [...trace.spots, inside] };
    }
    case 'brush':
    case 'erase': {
      const stroke = strokeRows([trace.last, to], trace.radius, size);
      return { ...trace, last: to, rows: painted(trace.tool, trace.rows, stroke) };
    }
  }
}

function painted(tool: 'brush' | 'erase', rows: Rows, stroke: Rows): Rows {
  return tool === 'brush' ? union(rows, stroke) : minus(rows, stroke);
}

/** What is drawn by now; null while that is nothing. */
export function drawn(trace: Trace, size: Size): Shape | null {
  switch (trace.tool) {
    case 'box':
      return boxBetween(trace.from, trace.to, size);
    case 'lasso': {
      if (trace.spots.length < 3) return null;
      const shape: Shape = { kind: 'polygon', points: trace.spots };
      const bounds = boundsOf(shape);
      return bounds === null || bounds.width < shortest || bounds.height < shortest ? null : shape;
    }
    case 'brush':
    case 'erase':
      return maskOf(trace.rows, size);
  }
}
