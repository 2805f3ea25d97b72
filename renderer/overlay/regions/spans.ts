/** A part of a picture as rows of pixel spans: what a brush paints, united, taken away, moved and scaled, and its way into a mask and back. Pure. */
import type { Shape } from '../../../src-engine/reduction/steering/shapes.ts';
import type { Rect, Size } from '../projection.ts';

/** Pixels from..to - 1 of one row. */
export type Span = readonly [from: number, to: number];
/** Ascending and apart from each other, by row; rows without any are left out. */
export type Rows = ReadonlyMap<number, readonly Span[]>;
export type Mask = Extract<Shape, { kind: 'mask' }>;
export type Spot = readonly [x: number, y: number]; // px of the picture

export const noRows: Rows = new Map();

/** The pixels whose middles a round brush covers on its way through `spots`. @param radius px */
export function strokeRows(spots: readonly Spot[], radius: number, size: Size): Rows {
  const rows = new Map<number, readonly Span[]>();
  spots.forEach((spot, i) => {
    const from = spots[i - 1] ?? spot;
    const top = Math.max(0, Math.floor(Math.min(from[1], spot[1]) - radius));
    const bottom = Math.min(size.height - 1, Math.ceil(Math.max(from[1], spot[1]) + radius));
    for (let row = top; row <= bottom; row += 1) {
      const span = pixelsOf(across(from, spot, radius, row + 0.5), size.width);
      if (span !== null) rows.set(row, merged([...(rows.get(row) ?? []), span]));
    }
  });
  return rows;
}

/** Where a line of height `y` runs through the way of a disc from `p` to `q`; null where it passes by. */
function across(p: Spot, q: Spot, radius: number, y: number): Span | null {
  const xs: number[] = [];
  for (const [x, middle] of [p, q]) {
    const reach = radius ** 2 - (y - middle) ** 2;
    if (reach >= 0) xs.push(x - Math.sqrt(reach), x + Math.sqrt(reach));
  }
  const length = Math.hypot(q[0] - p[0], q[1] - p[1]);
  if (length > 0) {
    const [nx, ny] = [(-(q[1] - p[1]) / length) * radius, ((q[0] - p[0]) / length) * radius];
    for (const side of [1, -1]) {
      const [x0, y0, x1, y1] = [p[0] + side * nx, p[1] + side * ny, q[0] + side * nx, q[1] + side * ny];
      if (y0 <= y !== y1 <= y) xs.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
    }
  }
  return xs.length < 2 ? null : [Math.min(...xs), Math.max(...xs)];
}

/** The pixels whose middles lie in a span of real numbers. */
function pixelsOf(span: Span | null, width: number): Span | null {
  if (span === null) return null;
  const from = Math.max(0, Math.ceil(span[0] - 0.5));
  const to = Math.min(width, Math.floor(span[1] - 0.5) + 1);
  return to > from ? [from, to] : null;
}

function merged(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1]) result[result.length - 1] = [last[0], Math.max(last[1], to)];
    else result.push([from, to]);
  }
  return result;
}

export function union(a: Rows, b: Rows): Rows {
  const rows = new Map(a);
  for (const [row, spans] of b) rows.set(row, merged([...(rows.get(row) ?? []), ...spans]));
  return rows;
}

/** What of `a` is not in `b`. */
export function minus(a: Rows, b: Rows): Rows {
  const rows = new Map(a);
  for (const [row, cuts] of b) {
    const left = cuts.reduce(
      (spans, cut) => spans.flatMap((span) => without(span, cut)),
      rows.get(row) ?? [],
    );
    if (left.length === 0) rows.delete(row);
    else rows.set(row, left);
  }
  return rows;
}

function without([from, to]: Span, [cutFrom, cutTo]: Span): readonly Span[] {
  const parts: readonly Span[] = [
    [from, Math.min(to, cutFrom)],
    [Math.max(from, cutTo), to],
  ];
  return parts.filter(([start, end]) => end > start);
}

/** The smallest rectangle around; null around nothing. */
export function boundsOfRows(rows: Rows): Rect | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [row, spans] of rows) {
    for (const [from, to] of spans) [left, right] = [Math.min(left, from), Math.max(right, to)];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row + 1)];
  }
  return right > left ? { x: left, y: top, width: right - left, height: bottom - top } : null;
}

/** Moved and scaled as the rectangle `from` becomes `to`. */
export function mapRows(rows: Rows, from: Rect, to: Rect, size: Size): Rows {
  const mapped = new Map<number, readonly Span[]>();
  const atX = (x: number) =>
    Math.min(size.width, Math.max(0, Math.round(to.x + ((x - from.x) / from.width) * to.width)));
  const last = Math.min(size.height, Math.round(to.y + to.height));
  for (let row = Math.max(0, Math.round(to.y)); row < last; row += 1) {
    const source = Math.floor(from.y + ((row + 0.5 - to.y) / to.height) * from.height);
    const spans = (rows.get(source) ?? []).map(([a, b]): Span => [atX(a), atX(b)]);
    const seen = merged(spans.filter(([a, b]) => b > a));
    if (seen.length > 0) mapped.set(row, seen);
  }
  return mapped;
}

/** Null where there is nothing in it. */
export function maskOf(rows: Rows, { width, height }: Size): Mask | null {
  const runs: number[] = [];
  let end = 0; // of the last run
  for (const [row, spans] of [...rows].toSorted(([a], [b]) => a - b)) {
    for (const [from, to] of spans) {
      const start = row * width + from;
      if (start === end && runs.length > 0) runs[runs.length - 1] = (runs.at(-1) ?? 0) + to - from;
      else runs.push(start - end, to - from);
      end = row * width + to;
    }
  }
  return runs.length === 0 ? null : { kind: 'mask', width, height, runs };
}

export function rowsOf({ width, runs }: Mask): Rows {
  const rows = new Map<number, Span[]>();
  let at = 0;
  runs.forEach((run, i) => {
    for (let start = at; i % 2 === 1 && start < at + run;) {
      const row = Math.floor(start / width);
      const end = Math.min(at + run, (row + 1) * width);
      rows.set(row, [...(rows.get(row) ?? []), [start - row * width, end - row * width]]);
      start = end;
    }
    at += run;
  });
  return rows;
}
