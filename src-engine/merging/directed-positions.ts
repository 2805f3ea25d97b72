/** Positions of a prompt in three directions, time, row and column (M-RoPE). Indices only. */
import type { Grid } from './coordinates.ts';
import type { PromptSegment } from './virtual-unmerging.ts';

export interface DirectedPositions {
  readonly positions: Int32Array; // [N] of time
  readonly across: { readonly rows: Int32Array; readonly columns: Int32Array }; // [N]
  /** Of the first token behind the prompt: one more than any position in it. */
  readonly next: number;
}

/**
 * Text counts on in every direction at once. The cells of an image all stand at the time at which it begins, and count rows and columns from
 * there; every further view of a video is a step later. The text behind goes on after a view's longer side, however many views there are
 * (transformers 5.24). Undefined where no image says what its grid is: positions are one number then.
 */
export function directedPositions(segments: readonly PromptSegment[]): DirectedPositions | undefined {
  const times: number[] = [];
  const rows: number[] = [];
  const columns: number[] = [];
  let next = 0;
  let directed = false;
  for (const segment of segments) {
    const { grid, timeStep = 1 } = segment.kind === 'image' ? segment.layout : {};
    const length = segment.kind === 'text' ? segment.count : segment.layout.cells.length;
    for (let place = 0; place < length; place += 1) {
      const at = grid === undefined ? ([place, place, place] as const) : inGrid(place, grid, timeStep);
      times.push(next + at[0]);
      rows.push(next + at[1]);
      columns.push(next + at[2]);
    }
    next += grid === undefined ? length : Math.max(grid.rows, grid.columns);
    directed ||= grid !== undefined;
  }
  if (!directed) return undefined;
  const across = { rows: Int32Array.from(rows), columns: Int32Array.from(columns) };
  return {
    positions: Int32Array.from(times),
    across,
    next: times.reduce((last, at) => Math.max(last, at + 1), next),
  };
}

/** Of a cell among those of views of one grid, one behind the other. Times are counted in float32, as transformers counts them. */
function inGrid(place: number, { rows, columns }: Grid, timeStep: number): readonly [number, number, number] {
  const inside = place % (rows * columns);
  const view = (place - inside) / (rows * columns);
  const time = Math.trunc(Math.fround(view * Math.fround(timeStep)));
  return [time, Math.floor(inside / columns), inside % columns];
}
