/**
 * What stands between the vision tower and the language model: which rows a view's tokens become, and which of them stands at each cell of
 * the view. A cell is a place of the grid that the language model reads; where every token becomes a row by itself, it is a patch.
 */
import type { ModelSpec } from '../families/spec.ts';
import type { GraphContext } from '../graph/layers.ts';
import type { Grid } from '../merging/coordinates.ts';
import type { ImageLayout } from '../merging/image-layout.ts';
import type { ViewRows } from '../merging/virtual-unmerging.ts';

/** A view as the tower gave it. */
export interface TowerView {
  readonly features: Float32Array; // [n, D], of several layers side by side where several are handed on
  readonly tokens: number; // n
  /** Of its patches; the encoder's own unless said. */
  readonly grid?: Grid;
  readonly owner: Int32Array; // [N0], after the last layer; -1 where no token holds the patch
  /** Of selected tokens: the patch whose place each keeps [n]. */
  readonly anchor?: Int32Array | undefined;
}

/** A view as the language model reads it. */
export interface ConnectedView extends ViewRows {
  readonly projected: Float32Array; // [rows, D_text], with further rows of DeepStack behind each
}

/** What stands at one visual place of the prompt. */
export interface ConnectedPlace {
  readonly layout: ImageLayout;
  readonly views: readonly ConnectedView[];
}

export type ConnectedSpec = Pick<ModelSpec, 'vision' | 'text' | 'projector'>;

export interface Connector {
  /** Input `features` f32 [m, numbers of a cell], output `projected` f32 [m, numbers of a row]. */
  graph(context: GraphContext, spec: ConnectedSpec): Uint8Array;
  /** @param project runs the graph on the features of as many rows as the view shall have */
  connect(
    view: TowerView,
    project: (features: Float32Array) => Promise<Float32Array>,
    spec: Pick<ModelSpec, 'vision' | 'projector'>,
  ): Promise<ConnectedView>;
}
