/** What the vision tower gives for one view, put together from a session's outputs. The class token is dropped from everything. */
import type { SelectedTokens } from '../engine.ts';
import type { VisionSpec } from '../families/spec.ts';
import { identityOwner } from '../merging/owner-map.ts';
import { groupMeans } from '../reduction/group-rows.ts';
import type { Cells } from '../reduction/pool/cells.ts';
import { selectedRows, selectTokens } from '../reduction/visionzip/select.ts';

export interface TowerOutput {
  readonly features: Float32Array; // [n, D]
  readonly tokens: number; // n
  readonly size: Float32Array; // [n]
  readonly owner: Int32Array; // [L_x, N0]; -1 = no token holds the patch
  readonly countsPerLayer: readonly number[]; // [L_x]
  /** [L_x, N0] best score of each patch's token, NaN where it was no candidate; computed when asked. */
  readonly scores?: () => Float32Array;
  /** Where tokens were selected: they keep their anchors' places in the language model. */
  readonly selected?: SelectedTokens;
}

/** The outputs of `scoredVisionGraph`. */
export interface ScoredFeatures {
  readonly features: Float32Array; // [N0, D]
  readonly attention: Float32Array; // [N0]
  readonly metric: Float32Array; // [N0, d]
}

export function allPatches(vision: VisionSpec, features: Float32Array): TowerOutput {
  const { patches } = vision;
  return reducedAtTheEnd(vision, features, identityOwner(patches), new Float32Array(patches).fill(1));
}

export function pooledPatches(
  vision: VisionSpec,
  features: Float32Array,
  { owner, size }: Cells,
): TowerOutput {
  return reducedAtTheEnd(vision, groupMeans(features, owner, size), owner, size);
}

export function selectedPatches(
  vision: VisionSpec,
  { features, attention, metric }: ScoredFeatures,
  tokens: number,
): TowerOutput {
  const selection = selectTokens(attention, metric, tokens);
  const { anchor, contextual, owner, size } = selection;
  const output = reducedAtTheEnd(vision, selectedRows(features, selection), owner, size);
  return { ...output, selected: { anchor, contextual, attention } };
}

/** Every patch is a token of its own until the last layer has run. */
function reducedAtTheEnd(
  { patches, executedLayers }: VisionSpec,
  features: Float32Array,
  last: Int32Array,
  size: Float32Array,
): TowerOutput {
  const owner = new Int32Array(executedLayers * patches);
  for (let layer = 0; layer < executedLayers - 1; layer += 1)
    owner.set(identityOwner(patches), layer * patches);
  owner.set(last, (executedLayers - 1) * patches);
  const countsPerLayer = new Array<number>(executedLayers).fill(patches);
  countsPerLayer[executedLayers - 1] = size.length;
  return { features, tokens: size.length, size, owner, countsPerLayer };
}
