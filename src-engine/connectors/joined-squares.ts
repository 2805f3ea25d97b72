/**
 * Every square of neighbouring patches becomes a row of the language model, which some models call pixel shuffle. Every patch first has its
 * token's features again, so that for the rest of the model nothing has changed; squares of the same tokens are equal rows and computed once.
 */
import { projectorGraph } from '../graph/projector-graph.ts';
import { cellsIn, distinctCells } from './cells.ts';
import type { Connector } from './connector.ts';

export const joinedSquares: Connector = {
  graph: projectorGraph,
  async connect({ features, tokens, grid, owner, anchor }, project, spec) {
    if (anchor !== undefined) throw new RangeError('A token that keeps its place has none among squares.');
    const cells = distinctCells(cellsIn(spec, grid), owner);
    const joined = gatherFeatures(features, features.length / tokens, cells.tokens);
    return { projected: await project(joined), rows: cells.rows, rowOfCell: cells.rowOfCell };
  },
};

/** The features of one token after another. @param features [n, width] @param tokens [m], 0..n-1 */
export function gatherFeatures(features: Float32Array, width: number, tokens: Int32Array): Float32Array {
  const gathered = new Float32Array(tokens.length * width);
  for (const [index, token] of tokens.entries())
    gathered.set(features.subarray(token * width, (token + 1) * width), index * width);
  return gathered;
}
