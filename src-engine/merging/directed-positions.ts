/** Positions of a prompt in three directions, time, row and column (M-RoPE). Indices only. */
import type { PromptSegment } from './virtual-unmerging.ts';

export interface DirectedPositions {
  readonly positions: Int32Array; // [N] of time
  readonly across: { readonly rows: Int32Array; readonly columns: Int32Array }; // [N]
  /** Of the text behind the prompt. */
  readonly next: number;
}

/**
 * Text counts on in every direction at once. The cells of an image all stand at the time at which it begins, and count rows and columns from
 * there; the text behind goes on after the longer side. Undefined where no image says what its grid is: positions are one number then.
 */
export function directedPositions(segments: readonly PromptSegment[]): DirectedPositions | undefined {
  const times: number[] = [];
  const rows: number[] = [];
  const columns: number[] = [];
  let next = 0;
  let directed = false;
  for (const segment of segments) {
    const grid = segment.kind === 'image' ? segment.layout.grid : undefined;
    const length = segment.kind === 'text' ? segment.count : segment.layout.cells.length;
    for (let place = 0; place < length; place += 1) {
      times.push(grid === undefined ? next + place : next);
      rows.push(next + (grid === undefined ? place : Math.floor(place / grid.columns)));
      columns.push(next + (grid === undefined ? place : place % grid.columns));
    }
    next += grid === undefined ? length : Math.max(grid.rows, grid.columns);
    directed ||= grid !== undefined;
  }
  if (!directed) return undefined;
  const across = { rows: Int32Array.from(rows), columns: Int32Array.from(columns) };
  return { positions: Int32Array.from(times), across, next };
}
