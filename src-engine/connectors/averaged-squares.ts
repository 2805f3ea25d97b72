/**
 * Squares of neighbouring patches are averaged on their way to a projector that otherwise takes every token by itself: a frame of
 * LLaVA-NeXT-Video. Every patch first has its token's features again; squares of the same tokens are equal and computed once.
 */
import { cellsIn, distinctCells } from './cells.ts';
import type { Connector } from './connector.ts';
import { gatherFeatures } from './joined-squares.ts';

/** Behind the session of a picture's projector: the mean is taken here. @param spec of a frame (`readFrame`) */
export const connectAveraged: Connector['connect'] = async (
  { features, tokens, grid, owner, anchor },
  project,
  spec,
) => {
  if (anchor !== undefined) throw new RangeError('A token that keeps its place has none among squares.');
  const cells = cellsIn(spec, grid);
  const distinct = distinctCells(cells, owner);
  const width = features.length / tokens;
  const squares = gatherFeatures(features, width, distinct.tokens);
  const { rows, rowOfCell } = distinct;
  return { projected: await project(means(squares, rows, cells.square ** 2, width)), rows, rowOfCell };
};

/** @param squares [rows * inside, width] @returns [rows, width] */
function means(squares: Float32Array, rows: number, inside: number, width: number): Float32Array {
  const averaged = new Float32Array(rows * width);
  for (let row = 0; row < rows; row += 1) {
    for (let k = 0; k < width; k += 1) {
      let sum = 0;
      for (let step = 0; step < inside; step += 1) sum += squares[(row * inside + step) * width + k] ?? 0;
      averaged[row * width + k] = sum / inside;
    }
  }
  return averaged;
}
