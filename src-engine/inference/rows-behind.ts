/** What stands behind the vision tower: its tokens as rows of the language model, and the likeness of rows. Behind a tower alone there is nothing. */
import { connectAveraged } from '../connectors/averaged-squares.ts';
import { cellWidth, readFrame } from '../connectors/cells.ts';
import type { ConnectedView, Connector, TowerView } from '../connectors/connector.ts';
import type { PictureRole } from '../engine.ts';
import type { EncoderSpec } from '../families/spec.ts';
import { likenessGraph } from '../graph/likeness-graph.ts';
import { imageRowWidth } from '../graph/widths.ts';
import { floats } from '../runtime/onnx.ts';
import type { Feeds } from '../runtime/onnx.ts';
import { lazySession } from './lazy-session.ts';
import type { SessionFactory } from './session-factory.ts';

export interface RowsBehind {
  /** @param role of the picture in a question: frames may be read in another way */
  connect(view: TowerView, role?: PictureRole): Promise<ConnectedView>;
  /** Loads what `likeness` needs. */
  warm(): Promise<void>;
  /** Inner products of rows with each other [rows, rows]. @param rows as connected: [rows, numbers of a row] */
  likeness(rows: Float32Array): Promise<Float32Array>;
  release(): Promise<void>;
}

/** The tokens as they are: nobody reads them, and how many they are is all that is asked. */
const noRows: RowsBehind = {
  connect: ({ features, tokens, owner, anchor }) =>
    Promise.resolve({ projected: features, rows: tokens, rowOfCell: owner, anchor }),
  warm: () => Promise.resolve(),
  likeness: () => Promise.reject(new RangeError('A vision encoder alone has no rows.')),
  release: () => Promise.resolve(),
};

/** @param connector undefined for a tower alone */
export async function openRows(
  sessions: SessionFactory,
  { vision, projector, text, video }: EncoderSpec,
  connector: Connector | undefined,
): Promise<RowsBehind> {
  if (connector === undefined || projector === undefined || text === undefined) return noRows;
  const spec = { vision, projector, text };
  const session = await sessions.open((context) => connector.graph(context, spec));
  const width = imageRowWidth(text);
  const rowsOf = (rows: Float32Array): Feeds => ({
    rows: { data: rows, dims: [rows.length / width, width] },
  });
  const products = lazySession(
    () => sessions.open((context) => likenessGraph(context, text)),
    rowsOf(new Float32Array(width)),
  );
  const project = async (features: Float32Array): Promise<Float32Array> => {
    const cell = cellWidth(spec);
    const dims = [features.length / cell, cell];
    return floats(await session.run({ features: { data: features, dims } }), 'projected');
  };
  return {
    connect: (view, role) =>
      role === 'frame' && video?.square !== undefined
        ? connectAveraged(view, project, readFrame({ ...spec, video }))
        : connector.connect(view, project, spec),
    warm: async () => {
      await products.get();
    },
    async likeness(rows) {
      const likeness = await products.get();
      return floats(await likeness.run(rowsOf(rows)), 'products');
    },
    async release() {
      await Promise.all([session.release(), products.release()]);
    },
  };
}
