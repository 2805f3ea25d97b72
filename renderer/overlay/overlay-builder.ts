/** Builds overlay models and remembers what the next one can reuse: colour sums of the picture. */
import type { EncodedView } from '../../src-engine/engine.ts';
import type { Grid, ViewRegion } from '../../src-engine/merging/coordinates.ts';
import type { PatchColours } from '../../src-engine/merging/mean-colours.ts';
import type { Picture } from './picture.ts';
import { buildOverlay, gridOf, type OverlayModel } from './overlay-model.ts';

export type ColoursOf = (picture: Picture, region: ViewRegion, grid: Grid) => PatchColours | null;
export type OverlayBuilder = (
  view: EncodedView | null,
  layer: number | null,
  picture: Picture | null,
) => OverlayModel | null;

interface Built {
  readonly view: EncodedView;
  readonly layer: number;
  readonly picture: Picture | null;
  readonly model: OverlayModel;
}

export function createOverlayBuilder(coloursOf: ColoursOf): OverlayBuilder {
  let summed: { picture: Picture; key: string; colours: PatchColours | null } | null = null;
  let last: Built | null = null;

  function sums(view: EncodedView, picture: Picture | null): PatchColours | null {
    if (picture === null) return null;
    // By value: every encoding brings a new region object, and summing pixels is the dearest step.
    const key = JSON.stringify([view.region, view.grid]);
    if (summed?.picture !== picture || summed.key !== key) {
      summed = { picture, key, colours: coloursOf(picture, view.region, gridOf(view)) };
    }
    return summed.colours;
  }

  return (view, layer, picture) => {
    if (view === null || layer === null) return null;
    if (last?.view === view && last.layer === layer && last.picture === picture) return last.model;
    const model = buildOverlay(view, layer, sums(view, picture));
    last = { view, layer, picture, model };
    return model;
  };
}
