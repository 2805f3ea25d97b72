/** Tokens that keep their places: every row stands at one position of the full prompt, and the positions between them stay empty. Indices only. */
import { newlineCell, placesOf } from './image-layout.ts';
import type { ImageLayout } from './image-layout.ts';
import type { PromptSegment, RowSource, ViewRows } from './virtual-unmerging.ts';

export interface KeptPlan {
  readonly rows: readonly RowSource[]; // [n], by ascending position
  readonly positions: Int32Array; // [n], 0..length-1; two rows of a shrunken grid may share one
  readonly length: number; // full positions N
}

/** Text and newlines stand where the unreduced prompt has them; a token whose patches are all cut away by the layout is left out. */
export function keptPlan(segments: readonly PromptSegment[]): KeptPlan {
  const rows: RowSource[] = [];
  const positions: number[] = [];
  let length = 0;
  let texts = 0;
  let images = 0;
  for (const segment of segments) {
    if (segment.kind === 'text') {
      for (let k = 0; k < segment.count; k += 1) {
        rows.push({ kind: 'text', index: texts });
        positions.push(length);
        texts += 1;
        length += 1;
      }
    } else {
      for (const { row, place } of placeImage(segment.layout, segment.views, images)) {
        rows.push(row);
        positions.push(length + place);
      }
      images += 1;
      length += segment.layout.cells.length;
    }
  }
  return { rows, positions: Int32Array.from(positions), length };
}

interface Placed {
  readonly row: RowSource;
  readonly place: number; // position within the image
}

/** Rows in the order of their places; where tokens share one, in the order of views and anchors. */
function placeImage(layout: ImageLayout, views: readonly ViewRows[], image: number): Placed[] {
  const cells = views[0]?.rowOfCell.length ?? 0;
  const places = placesOf(layout, views.length * cells);
  const tokens = views.flatMap(({ rowOfCell, rows, anchor = firstCells(rowOfCell, rows) }, view) =>
    Array.from(anchor, (cell, token): Placed => {
      const own = places.subarray(view * cells, (view + 1) * cells);
      const shown = (of: number): boolean => (own[of] ?? -1) >= 0;
      const at = shown(cell) ? cell : rowOfCell.findIndex((row, of) => row === token && shown(of));
      return { row: { kind: 'token', image, view, token }, place: own[at] ?? -1 };
    }),
  );
  const newlines = Array.from(layout.cells.entries(), ([place, cell]): Placed => ({
    row: { kind: 'newline', image },
    place: cell === newlineCell ? place : -1,
  }));
  return [...tokens, ...newlines].filter(({ place }) => place >= 0).sort((a, b) => a.place - b.place);
}

/** The first cell that each row stands at. */
function firstCells(rowOfCell: Int32Array, rows: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => rowOfCell.indexOf(row));
}
