/** Regions of a picture that somebody has drawn, and whether a point lies inside of one. Pixels of the picture as it is read, turned where it is turned. */
import { z } from 'zod';

/** No picture is wider (the limit of what is decoded). */
const mostPixels = 100_000;
const coordinate = z.number().min(-mostPixels).max(mostPixels);
const length = z.number().positive().max(mostPixels);

const kinds = {
  error: ({ code }: { code?: string }) =>
    code === 'invalid_union' ? "must be 'box' or 'polygon' or 'mask'" : undefined,
};

export const shapeSchema = z.discriminatedUnion(
  'kind',
  [
    /** From its upper left corner. */
    z.strictObject({ kind: z.literal('box'), x: coordinate, y: coordinate, width: length, height: length }),
    /** Closed by itself; where it crosses itself, inside is what an odd number of edges surrounds. */
    z.strictObject({
      kind: z.literal('polygon'),
      points: z
        .array(z.tuple([coordinate, coordinate]).readonly())
        .min(3)
        .max(10_000)
        .readonly(),
    }),
    /** Row by row, lengths of runs: outside, inside, outside … Of the whole picture. */
    z
      .strictObject({
        kind: z.literal('mask'),
        width: z.int().positive().max(mostPixels),
        height: z.int().positive().max(mostPixels),
        runs: z.array(z.int().min(0)).max(1_000_000).readonly(),
      })
      .refine(({ width, height, runs }) => runs.reduce((sum, run) => sum + run, 0) <= width * height, {
        path: ['runs'],
        message: 'must come to no more pixels than width times height',
      }),
  ],
  kinds,
);
export type Shape = z.infer<typeof shapeSchema>;

/** Says for each point whether it lies inside; an edge on the left or above belongs to a box or polygon, one on the right or below does not. Where pixels of a mask meet, it is enough that one of them is inside: so it holds the same however the picture is turned. */
export function insideOf(shape: Shape): (x: number, y: number) => boolean {
  switch (shape.kind) {
    case 'box':
      return (x, y) =>
        x >= shape.x && x < shape.x + shape.width && y >= shape.y && y < shape.y + shape.height;
    case 'polygon':
      return (x, y) => crossings(shape.points, x, y) % 2 === 1;
    case 'mask': {
      const ends = runEnds(shape.runs);
      const holds = (column: number, row: number) =>
        column >= 0 &&
        row >= 0 &&
        column < shape.width &&
        row < shape.height &&
        firstAbove(ends, row * shape.width + column) % 2 === 1;
      return (x, y) => pixelsAt(y).some((row) => pixelsAt(x).some((column) => holds(column, row)));
    }
  }
}

/** The pixels of a row or column that a coordinate lies in: two where it is their border. */
function pixelsAt(coordinate: number): readonly number[] {
  const border = Math.round(coordinate);
  // What was reckoned to be a border is one, whatever the last digit.
  return Math.abs(coordinate - border) < 1e-6 ? [border - 1, border] : [Math.floor(coordinate)];
}

/** Edges that a ray from the point to the right crosses. */
function crossings(points: readonly (readonly [number, number])[], x: number, y: number): number {
  let count = 0;
  let [fromX, fromY] = points.at(-1) ?? [0, 0];
  for (const [toX, toY] of points) {
    const spans = fromY <= y !== toY <= y;
    if (spans && x < fromX + ((y - fromY) / (toY - fromY)) * (toX - fromX)) count += 1;
    [fromX, fromY] = [toX, toY];
  }
  return count;
}

/** Where every run ends, counted from the first pixel. */
function runEnds(runs: readonly number[]): Float64Array {
  let end = 0;
  return Float64Array.from(runs, (run) => (end += run));
}

/** How many ends are at or before `place`: the number of the run that it lies in. What no run reaches is outside. */
function firstAbove(ends: Float64Array, place: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ends[middle] ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return low === ends.length ? 0 : low;
}
