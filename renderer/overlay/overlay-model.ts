/** What the overlay shows at one layer, worked out once so that painting is only strokes and fills. Paints nothing. */
import type { EncodedView } from '../../src-engine/engine.ts';
import type { Grid, ViewRegion } from '../../src-engine/merging/coordinates.ts';
import { patchTints, tintGroups } from '../../src-engine/merging/group-colours.ts';
import { groupSizes, identityOwner } from '../../src-engine/merging/owner-map.ts';
import { outlines, type PatchSegment } from '../../src-engine/merging/groups.ts';
import { meanColours, type PatchColours } from '../../src-engine/merging/mean-colours.ts';

export interface OverlayModel {
  readonly grid: Grid;
  readonly region: ViewRegion;
  readonly owner: Int32Array; // [N0]
  readonly tokens: number; // n at this layer
  readonly sizes: Int32Array; // [n] patches
  readonly outlines: readonly PatchSegment[];
  readonly tints: Int8Array; // [n] into tintPalette, or untinted
  readonly means: Uint8ClampedArray | null; // [n, 3] sRGB; null until the picture is there
}

/** How many groups are tinted at most: more turns into noise. */
const tintedGroups = 4;

export function gridOf(view: Pick<EncodedView, 'grid'>): Grid {
  const [rows, columns] = view.grid;
  return { rows, columns };
}

/** The owner map after `layer` layers; 0 is before the first one, where every patch is its own token. [N0] */
export function ownerAt(view: Pick<EncodedView, 'grid' | 'owner'>, layer: number): Int32Array {
  const patches = view.grid[0] * view.grid[1];
  if (layer <= 0) return identityOwner(patches);
  return view.owner.subarray((layer - 1) * patches, layer * patches);
}

export function tokensAt(view: Pick<EncodedView, 'grid' | 'countsPerLayer'>, layer: number): number {
  return layer <= 0
    ? view.grid[0] * view.grid[1]
    : (view.countsPerLayer[layer - 1] ?? view.grid[0] * view.grid[1]);
}

export function buildOverlay(
  view: EncodedView,
  layer: number,
  colours: PatchColours | null,
  before: OverlayModel | null,
): OverlayModel {
  const grid = gridOf(view);
  const owner = ownerAt(view, layer);
  const tokens = tokensAt(view, layer);
  const kept = before !== null && before.owner.length === owner.length ? before : null;
  return {
    grid,
    region: view.region,
    owner,
    tokens,
    sizes: groupSizes(owner, tokens),
    outlines: outlines(owner, grid),
    tints: tintGroups(owner, tokens, grid, {
      count: tintedGroups,
      ...(kept === null ? {} : { previous: patchTints(kept.owner, kept.tints) }),
    }),
    means: colours === null ? null : meanColours(colours, owner, tokens),
  };
}
