/** Squares of a grid within which patches look at each other; those at its right and lower edge may be smaller. Nothing is read or run. */
import type { PatchGrid } from './grid-positions.ts';

/** More negative than any product of a query and a key, and no infinity: a window whose places are all shut would be none. */
const SHUT = -1e30;

export interface WindowPlaces {
  /** The patch in every place of every window, row by row; places beyond the edge hold the window's first. [windows * side²] */
  readonly patches: Int32Array;
  /** What is added to every key of a window: 0, or SHUT beyond the edge. [windows * side²] */
  readonly shut: Float32Array;
  /** The place of every patch. [N0] */
  readonly places: Int32Array;
}

export function windowPlaces({ rows, columns }: PatchGrid, side: number): WindowPlaces {
  const [down, across] = [Math.ceil(rows / side), Math.ceil(columns / side)];
  const inside = side * side;
  const patches = new Int32Array(down * across * inside);
  const shut = new Float32Array(patches.length);
  const places = new Int32Array(rows * columns);
  for (let place = 0; place < patches.length; place += 1) {
    const window = Math.floor(place / inside);
    const [top, left] = [Math.floor(window / across) * side, (window % across) * side];
    const row = top + Math.floor((place % inside) / side);
    const column = left + (place % side);
    if (row < rows && column < columns) {
      patches[place] = row * columns + column;
      places[row * columns + column] = place;
    } else {
      patches[place] = top * columns + left;
      shut[place] = SHUT;
    }
  }
  return { patches, shut, places };
}
