/** Every token by itself becomes a row of the language model, which stands at all patches that the token holds. */
import { projectorGraph } from '../graph/projector-graph.ts';
import type { Connector } from './connector.ts';

export const perToken: Connector = {
  graph: projectorGraph,
  connect: async ({ features, tokens, owner, anchor }, project) => ({
    projected: await project(features),
    rows: tokens,
    rowOfCell: owner,
    anchor,
  }),
};
