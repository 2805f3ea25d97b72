/** What the vision tower gives for one view, put together from a session's outputs. The class token is dropped from everything. */
import type { SelectedTokens } from '../engine.ts';
import type { VisionSpec } from '../families/spec.ts';
import type { Grid } from '../merging/coordinates.ts';
import { identityOwner } from '../merging/owner-map.ts';
import { groupMeans } from '../reduction/group-rows.ts';
import type { Cells } from '../reduction/pool/cells.ts';
import { selectedRows, selectTokens } from '../reduction/visionzip/select.ts';

export interface TowerOutput {
  readonly grid: Grid; // of the view's patches, N0 of them
  readonly features: Float32Array; // [n, D], of several layers side by side where several are handed on
  readonly tokens: number; // n
  readonly size: Float32Array; // [n]
  readonly owner: Int32Array; // [L_x, N0]; -1 = no token holds the patch
  readonly countsPerLayer: readonly number[]; // [L_x]
  /** [L_x, N0] best score of each patch's token, NaN where it was no candidate; computed when asked. */
  readonly scores?: () => Float32Array;
  /** As in MergedRun. */
  readonly resumed?: boolean;
  /** Where tokens were selected: they keep their anchors' places in the language model. */
  readonly selected?: SelectedTokens;
}

/** The outputs of `scoredVisionGraph`. */
export interface ScoredFeatures {
  readonly features: Float32Array; // [N0, D]
  readonly attention: Float32Array; // [N0]
  readonly metric: Float32Array; // [N0, d]
}

type Layers = Pick<VisionSpec, 'executedLayers'>;

export function allPatches(vision: Layers, grid: Grid, features: Float32Array): TowerOutput {
  const patches = grid.rows * grid.columns;
  const size = new Float32Array(patches).fill(1);
  return reducedAtTheEnd(vision, grid, { features, owner: identityOwner(patches), size });
}

export function pooledPatches(
  vision: Layers,
  grid: Grid,
  features: Float32Array,
  { owner, size }: Cells,
): TowerOutput {
  return reducedAtTheEnd(vision, grid, { features: groupMeans(features, owner, size), owner, size });
}

export function selectedPatches(
  vision: Layers,
  grid: Grid,
  { features, attention, metric }: ScoredFeatures,
  tokens: number,
): TowerOutput {
  const selection = selectTokens(attention, metric, tokens);
  const { anchor, contextual, owner, size } = selection;
  const output = reducedAtTheEnd(vision, grid, { features: selectedRows(features, selection), owner, size });
  return { ...output, selected: { anchor, contextual, attention } };
}

/** Every patch is a token of its own until the last layer has run. */
function reducedAtTheEnd(
  { executedLayers }: Layers,
  grid: Grid,
  { features, owner: last, size }: Pick<TowerOutput, 'features' | 'owner' | 'size'>,
): TowerOutput {
  const patches = last.length;
  const owner = new Int32Array(executedLayers * patches);
  for (let layer = 0; layer < executedLayers - 1; layer += 1)
    owner.set(identityOwner(patches), layer * patches);
  owner.set(last, (executedLayers - 1) * patches);
  const countsPerLayer = new Array<number>(executedLayers).fill(patches);
  countsPerLayer[executedLayers - 1] = size.length;
  return { grid, features, tokens: size.length, size, owner, countsPerLayer };
}
