/** One view at one layer on the stage: what the overlay modes draw from. */
import type { EncodedView } from '../../src-engine/engine.ts';
import type { Grid, ViewRegion } from '../../src-engine/merging/coordinates.ts';
import { tintGroups } from '../../src-engine/merging/group-colours.ts';
import { ownerAfter } from '../../src-engine/merging/owner-map.ts';
import { meanColours, type PatchColours } from '../../src-engine/merging/mean-colours.ts';
import { evidenceAt } from '../../src-engine/overlay/evidence.ts';
import type { OverlayView } from '../../src-engine/overlay/mode.ts';

export interface OverlayModel extends OverlayView {
  readonly region: ViewRegion;
}

/** How many groups are tinted at most: more turns into noise. */
const tintedGroups = 4;

export function gridOf(view: Pick<EncodedView, 'grid'>): Grid {
  const [rows, columns] = view.grid;
  return { rows, columns };
}

/** The owner map after `layer` layers; 0 is before the first one, where every patch is its own token. [N0] */
export function ownerAt(view: Pick<EncodedView, 'grid' | 'owner'>, layer: number): Int32Array {
  return ownerAfter(view.owner, view.grid[0] * view.grid[1], layer);
}

export function tokensAt(view: Pick<EncodedView, 'grid' | 'countsPerLayer'>, layer: number): number {
  return layer <= 0
    ? view.grid[0] * view.grid[1]
    : (view.countsPerLayer[layer - 1] ?? view.grid[0] * view.grid[1]);
}

export function buildOverlay(view: EncodedView, layer: number, colours: PatchColours | null): OverlayModel {
  const grid = gridOf(view);
  const owner = ownerAt(view, layer);
  const tokens = tokensAt(view, layer);
  const means = colours === null ? null : meanColours(colours, owner, tokens);
  return {
    grid,
    region: view.region,
    owner,
    tokens,
    tints: tintGroups(owner, tokens, grid, { count: tintedGroups, means }),
    means,
    evidence: evidenceAt(view, owner.length, layer),
  };
}
