/** Small views and overlay models for painter tests: 2 x 3 patches, three tokens. */
import type { EncodedView } from '../../../src-engine/engine.ts';
import { buildOverlay, type OverlayModel } from '../../../renderer/overlay/overlay-model.ts';

/** After layer 1 patches 0 and 1 share a token; after layer 2 patch 5 has joined them. */
export const view: EncodedView = {
  grid: [2, 3],
  region: { x: 0, y: 0, width: 30, height: 20 },
  tokens: 4,
  countsPerLayer: [5, 4],
  thresholds: [0.9, 0.8],
  // prettier-ignore
  owner: Int32Array.from([
    0, 0, 1, 2, 3, 4,
    0, 0, 1, 2, 3, 0,
  ]),
  size: Float32Array.from([3, 1, 1, 1]),
};

export const projection = { scale: 1, x: 0, y: 0, ratio: 1 };
export const canvas = { width: 30, height: 20 };

export function modelAt(layer: number): OverlayModel {
  return buildOverlay(view, layer, null);
}
