/**
 * Cells, the places of a view that the language model reads: a patch each, or a square of patches whose features are joined. Which patches
 * make a cell, and which cells are equal because the same tokens hold their patches. Indices only; no features.
 */
import type { ModelSpec } from '../families/spec.ts';

export interface Cells {
  readonly gridSide: number; // S: patches along one side of a view
  readonly square: number; // patches along one side of a cell; divides S
}

/** How a model cuts its views into cells. */
export function cellsIn({ vision, projector }: Pick<ModelSpec, 'vision' | 'projector'>): Cells {
  return { gridSide: vision.gridSide, square: (projector.layers === 1 ? projector.square : undefined) ?? 1 };
}

/** Cells of one view. */
export function cellCount({ gridSide, square }: Cells): number {
  return (gridSide / square) ** 2;
}

/** For descriptions of a model: nothing where cells are patches. */
export function cellsPerView(spec: Pick<ModelSpec, 'vision' | 'projector'>): {
  readonly cellsPerView?: number;
} {
  const cells = cellsIn(spec);
  return cells.square === 1 ? {} : { cellsPerView: cellCount(cells) };
}

/** Numbers that the projector is given for one cell. */
export function cellWidth(spec: Pick<ModelSpec, 'vision' | 'projector'>): number {
  return cellsIn(spec).square ** 2 * spec.vision.width;
}

/** The patches of every cell: cells row by row, and within a cell its patches row by row. [cells * square²] */
export function patchesOfCells({ gridSide, square }: Cells): Int32Array {
  const side = gridSide / square;
  const inside = square * square;
  return Int32Array.from({ length: gridSide * gridSide }, (_, index) => {
    const cell = Math.floor(index / inside);
    const step = index % inside;
    const y = Math.floor(cell / side) * square + Math.floor(step / square);
    const x = (cell % side) * square + (step % square);
    return y * gridSide + x;
  });
}

export interface DistinctCells {
  /** The row that stands at every cell, numbered as they first appear [cells]. */
  readonly rowOfCell: Int32Array;
  readonly rows: number;
  /** The token of each of a row's patches [rows * square²]. */
  readonly tokens: Int32Array;
}

/**
 * Cells whose patches have the same owners, patch by patch, are equal rows of the language model: each is named once.
 *
 * @param owner the token of every patch [S²]
 * @throws RangeError where no token holds a patch: nothing could be joined for it
 */
export function distinctCells(cells: Cells, owner: Int32Array): DistinctCells {
  const inside = cells.square ** 2;
  const owners = patchesOfCells(cells).map((patch) => owner[patch] ?? -1);
  const orphan = owners.findIndex((token) => token < 0);
  if (orphan >= 0) throw new RangeError('No token holds a patch of a cell.');
  const known = new Map<string, number>();
  const first: number[] = []; // of every row the cell where it appears first
  const rowOfCell = Int32Array.from({ length: cellCount(cells) }, (_, cell) => {
    const key = owners.subarray(cell * inside, (cell + 1) * inside).join();
    const row = known.get(key);
    if (row !== undefined) return row;
    known.set(key, first.length);
    return first.push(cell) - 1;
  });
  const tokens = new Int32Array(first.length * inside);
  for (const [row, cell] of first.entries())
    tokens.set(owners.subarray(cell * inside, (cell + 1) * inside), row * inside);
  return { rowOfCell, rows: first.length, tokens };
}
