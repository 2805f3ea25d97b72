/** Where the patches of a grid of any shape stand: shares in a square table of learned positions, and angles by row and column. Nothing is read or run. */
import { rotaryFrequencies } from './rotary.ts';

const f = Math.fround; // the reference computes in float32

/** Patches along both sides. */
export interface PatchGrid {
  readonly rows: number;
  readonly columns: number;
}

/** Corners of the table's cell that a patch lies in. */
export const corners = 4;

export interface GridPositions {
  readonly taps: Int32Array; // [corners, N0] rows of the table
  readonly shares: Float32Array; // [corners, N0]
  readonly cos: Float32Array; // [N0, d / 2]
  readonly sin: Float32Array;
}

interface Axis {
  readonly taps: readonly [number, number];
  readonly shares: readonly [number, number];
}

/** The first patch stands on the table's first place, the last on its last. */
function axis(length: number, side: number): Axis[] {
  return Array.from({ length }, (_, index) => {
    const at = f(f(index * (side - 1)) / Math.max(1, length - 1));
    const low = Math.floor(at);
    const held = (tap: number): number => Math.min(side - 1, tap);
    const share = (tap: number): number => Math.max(0, f(1 - Math.abs(f(f(at - low) - tap))));
    return { taps: [held(low), held(low + 1)], shares: [share(0), share(1)] };
  });
}

/**
 * @param side of the table of learned positions, which is interpolated bilinearly, patches row by row
 * @param headDim d, a multiple of 4: the first half of the pairs turns by the row, the second by the column
 */
export function gridPositions(
  { rows, columns }: PatchGrid,
  side: number,
  headDim: number,
  theta: number,
): GridPositions {
  const patches = rows * columns;
  const [down, across] = [axis(rows, side), axis(columns, side)];
  const frequencies = rotaryFrequencies(headDim / 2, theta);
  const pairs = frequencies.length;
  const half = headDim / 2;
  const found = {
    taps: new Int32Array(corners * patches),
    shares: new Float32Array(corners * patches),
    cos: new Float32Array(patches * half),
    sin: new Float32Array(patches * half),
  };
  for (const [row, y] of down.entries()) {
    for (const [column, x] of across.entries()) {
      const patch = row * columns + column;
      for (let corner = 0; corner < corners; corner += 1) {
        const [v, h] = [corner < 2 ? 0 : 1, corner % 2 === 0 ? 0 : 1] as const;
        found.taps[corner * patches + patch] = y.taps[v] * side + x.taps[h];
        found.shares[corner * patches + patch] = f(y.shares[v] * x.shares[h]);
      }
      for (const [pair, frequency] of frequencies.entries()) {
        const at = patch * half + pair;
        found.cos[at] = Math.cos(f(row * frequency));
        found.sin[at] = Math.sin(f(row * frequency));
        found.cos[at + pairs] = Math.cos(f(column * frequency));
        found.sin[at + pairs] = Math.sin(f(column * frequency));
      }
    }
  }
  return found;
}
