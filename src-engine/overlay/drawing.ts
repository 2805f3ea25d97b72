/** A drawing over one view in terms of its patch grid: fills by token, lines between patches. The window's canvas and the figure's SVG are made from the same one. */
import type { Grid } from '../merging/coordinates.ts';
import type { PatchSegment } from '../merging/groups.ts';

export interface Fill {
  /** The owner map that its tokens are of; the view's own unless said [N0]. */
  readonly owner?: Int32Array;
  /** CSS colour of a token's patches; null leaves them bare. Patches that no token stands for have owner -1. */
  readonly colourOf: (token: number) => string | null;
  readonly opacity: number; // 0..1
}

export interface Lines {
  readonly segments: readonly PatchSegment[];
  readonly colour: string;
  readonly width: number; // CSS px on the stage, units in a figure
  readonly opacity: number; // 0..1
}

/** Painted in this order, fills first. */
export interface Drawing {
  readonly fills: readonly Fill[];
  readonly lines: readonly Lines[];
}

export const emptyDrawing: Drawing = { fills: [], lines: [] };

/** Patches of one token that lie side by side in a row: columns from..to-1. */
export interface Strip {
  readonly token: number;
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

/** All patches as strips: fewer shapes than single patches, and no seams between them. */
export function stripsOf(owner: Int32Array, { rows, columns }: Grid): Strip[] {
  const strips: Strip[] = [];
  for (let row = 0; row < rows; row += 1) {
    let from = 0;
    for (let column = 1; column <= columns; column += 1) {
      const token = owner[row * columns + from] ?? -1;
      if (column < columns && owner[row * columns + column] === token) continue;
      strips.push({ token, row, from, to: column });
      from = column;
    }
  }
  return strips;
}

/** Patches that were dropped and reach the language model through no token: darkened, whatever the mode. */
export const droppedFill: Fill = { colourOf: (token) => (token < 0 ? '#101114' : null), opacity: 0.6 };
