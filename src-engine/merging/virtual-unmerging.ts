/** Virtual unmerging (paper section 3.2): which unique row stands at every full position. Indices only; attention is the graph's. */
import { newlineCell, type ImageLayout } from './image-layout.ts';

/** One encoded view as rows of the language model, and the row at each of its cells (per-token: the last owner map). */
export interface ViewRows {
  readonly rowOfCell: Int32Array; // [cells], 0..rows-1; -1 where no row stands at the cell
  readonly rows: number;
  /** Of selected tokens: the cell whose place each row keeps [rows]. */
  readonly anchor?: Int32Array | undefined;
}

/** A prompt in order. Text may be split in any number of segments; its rows are numbered through. */
export type PromptSegment =
  | { readonly kind: 'text'; readonly count: number }
  | { readonly kind: 'image'; readonly layout: ImageLayout; readonly views: readonly ViewRows[] };

/** What a unique row is. `index` counts text tokens, `image` counts image segments, both from 0. */
export type RowSource =
  | { readonly kind: 'text'; readonly index: number }
  | { readonly kind: 'token'; readonly image: number; readonly view: number; readonly token: number }
  | { readonly kind: 'newline'; readonly image: number };

export interface UnmergePlan {
  /** The unique row at every full position. */
  readonly u: Int32Array; // [N], takes every value 0..n-1
  readonly rows: readonly RowSource[]; // [n], in the order of the sequence without virtual unmerging
  /** 1 / positions that the row serves: what a sum over its positions is multiplied with to give their mean. */
  readonly inverseCount: Float32Array; // [n]
}

/**
 * Lays a prompt out in full. Every newline position is a row of its own, as every text token is; tokens that serve no position
 * are dropped. With nothing merged and nothing dropped `u` is the identity.
 *
 * @throws RangeError if a layout points at a view, cell or row that is not there
 */
export function unmergePlan(segments: readonly PromptSegment[]): UnmergePlan {
  const u: number[] = [];
  const rows: RowSource[] = [];
  let texts = 0;
  let images = 0;
  for (const segment of segments) {
    if (segment.kind === 'text') {
      for (let k = 0; k < segment.count; k++) u.push(rows.push({ kind: 'text', index: texts++ }) - 1);
    } else {
      const image = placeImage(segment.layout, segment.views, images++);
      for (const row of image.u) u.push(rows.length + row);
      rows.push(...image.rows);
    }
  }
  return withCounts(Int32Array.from(u), rows);
}

/** The ablation without virtual unmerging: the same rows as a sequence of their own, one position each. */
export function withoutUnmerging({ rows }: Pick<UnmergePlan, 'rows'>): UnmergePlan {
  return withCounts(
    rows.map((_, row) => row),
    rows,
  );
}

function withCounts(u: ArrayLike<number>, rows: readonly RowSource[]): UnmergePlan {
  const positions = Int32Array.from(u);
  const inverseCount = new Float32Array(rows.length);
  for (const row of positions) inverseCount[row] = (inverseCount[row] ?? 0) + 1;
  return { u: positions, rows, inverseCount: inverseCount.map((count) => 1 / count) };
}

/** The rows of one image, and which of them (from 0) stands at each of its positions. */
function placeImage(layout: ImageLayout, views: readonly ViewRows[], image: number) {
  const tokens = views.map((view, index) =>
    Array.from({ length: view.rows }, (_, token): RowSource => ({
      kind: 'token',
      image,
      view: index,
      token,
    })),
  );
  const positions = Array.from(layout.cells, (cell): RowSource =>
    cell === newlineCell ? { kind: 'newline', image } : tokenOf(cell, views, tokens),
  );
  const used = new Set(positions);
  const rows =
    layout.rowOrder === 'appearance'
      ? [...used]
      : [
          ...tokens.flat().filter((row) => used.has(row)),
          ...positions.filter(({ kind }) => kind === 'newline'),
        ];
  const numbers = new Map(rows.map((row, number) => [row, number]));
  return { rows, u: positions.map((row) => numbers.get(row) ?? NaN) };
}

function tokenOf(cell: number, views: readonly ViewRows[], tokens: readonly RowSource[][]): RowSource {
  const cells = views[0]?.rowOfCell.length ?? 0;
  const view = Math.floor(cell / cells);
  const row = tokens[view]?.[views[view]?.rowOfCell[cell % cells] ?? -1];
  if (row === undefined) {
    throw new RangeError(
      `No row stands at cell ${cell} of an image of ${views.length} views with ${cells} cells.`,
    );
  }
  return row;
}
