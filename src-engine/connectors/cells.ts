/**
 * Cells, the places of a view that the language model reads: a patch each, or a square of patches whose features are joined. Which patches
 * make a cell, and which cells are equal because the same tokens hold their patches. Indices only; no features.
 */
import type { EncoderSpec } from '../families/spec.ts';
import { featureWidth } from '../graph/widths.ts';
import type { Grid } from '../merging/coordinates.ts';

export interface Cells {
  readonly grid: Grid; // of a view's patches
  readonly square: number; // patches along one side of a cell; divides rows and columns
}

/** The encoder's own grid: that of every view, unless pictures keep their shape. */
export function ownGrid({ gridSide }: Pick<EncoderSpec['vision'], 'gridSide'>): Grid {
  return { rows: gridSide, columns: gridSide };
}

type ReadsFrames = Pick<EncoderSpec, 'projector' | 'video'>;

/** An encoder as it reads the frames of a video, where their squares are averaged and those of pictures are not; else as it is. */
export function readFrame<S extends ReadsFrames>(spec: S): S {
  const { projector, video } = spec;
  if (projector === undefined || video?.square === undefined) return spec;
  return { ...spec, projector: { ...projector, square: video.square, mean: true } };
}

/** How a model cuts a view into cells. @param grid of its patches; the encoder's own unless said */
export function cellsIn(
  { vision, projector }: Pick<EncoderSpec, 'vision' | 'projector'>,
  grid: Grid = ownGrid(vision),
): Cells {
  return { grid, square: projector?.square ?? 1 };
}

/** The grid of cells. Every view is whole cells; a table of learned positions need not be. */
export function cellGrid({ grid, square }: Cells): Grid {
  return { rows: Math.floor(grid.rows / square), columns: Math.floor(grid.columns / square) };
}

/** Cells of one view. */
export function cellCount(cells: Cells): number {
  const { rows, columns } = cellGrid(cells);
  return rows * columns;
}

/** For descriptions of a model: nothing where cells are patches. */
export function cellsPerView(spec: Pick<EncoderSpec, 'vision' | 'projector'>): {
  readonly cellsPerView?: number;
} {
  const cells = cellsIn(spec);
  return cells.square === 1 ? {} : { cellsPerView: cellCount(cells) };
}

/** Numbers that the projector is given for one cell. */
export function cellWidth(spec: Pick<EncoderSpec, 'vision' | 'projector'>): number {
  return cellsIn(spec).square ** 2 * featureWidth(spec.vision);
}

/** The patches of every cell: cells row by row, and within a cell its patches row by row. [cells * square²] */
export function patchesOfCells({ grid, square }: Cells): Int32Array {
  const across = grid.columns / square;
  const inside = square * square;
  return Int32Array.from({ length: grid.rows * grid.columns }, (_, index) => {
    const cell = Math.floor(index / inside);
    const step = index % inside;
    const y = Math.floor(cell / across) * square + Math.floor(step / square);
    const x = (cell % across) * square + (step % square);
    return y * grid.columns + x;
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
 * @param owner the token of every patch [N0]
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
