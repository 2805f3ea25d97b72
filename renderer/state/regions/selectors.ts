/** What views, encoder and commands ask of the regions, as pure functions. */
import type { SteeredRegion } from '../../../src-engine/reduction/steering/regions.ts';
import type { Size } from '../../overlay/projection.ts';
import { methodFor } from '../budget.ts';
import { modelInfo } from '../model-slice.ts';
import type { Shown } from '../stage-slice.ts';
import type { AppState } from '../store.ts';
import { added, changed, ownRegions, type RegionBudget, type Regions } from './list.ts';
import type { RegionDraft } from './slice.ts';

let lastDrafted: { stored: Regions; draft: RegionDraft; budget: RegionBudget; regions: Regions } | null =
  null;

/** The regions of a picture with what is in hand: the encoder follows a drawing hand. The same list for the same state. */
export function regionsOf(
  { choices, regionDraft, nextBudget }: Pick<AppState, 'choices' | 'regionDraft' | 'nextBudget'>,
  imageId: string | null,
): Regions {
  const stored = ownRegions(choices.regions, imageId);
  if (regionDraft === null || regionDraft.imageId !== imageId || regionDraft.shape === null) return stored;
  const same = lastDrafted?.stored === stored && lastDrafted.draft === regionDraft;
  if (same && lastDrafted?.budget === nextBudget) return lastDrafted.regions;
  const regions = withDraft(stored, regionDraft, nextBudget);
  lastDrafted = { stored, draft: regionDraft, budget: nextBudget, regions };
  return regions;
}

export function withDraft(stored: Regions, { index, shape }: RegionDraft, budget: RegionBudget): Regions {
  if (shape === null) return stored;
  return index === null ? added(stored, shape, budget) : changed(stored, index, { shape });
}

export function selectRegions(state: AppState): Regions {
  return regionsOf(state, state.choices.selected);
}

/** Null where none is selected, or the selected one has gone. */
export function selectRegionInHand(state: AppState): SteeredRegion | null {
  return state.regionSelected === null ? null : (selectRegions(state)[state.regionSelected] ?? null);
}

/** Pixels of the picture as the model sees it; null until it is there. */
export function selectPictureSize({ picture, choices }: AppState): Size | null {
  if (picture.kind !== 'ready' || picture.imageId !== choices.selected) return null;
  return picture.picture;
}

/** Why nothing can be steered now, as a sentence; null where it can. */
export function whyNotSteer(state: AppState): string | null {
  const info = modelInfo(state.model);
  if (info === null) return 'No model is loaded yet.';
  if (info.calibration === null)
    return 'Regions steer the adaptive method, which needs a calibration; this model has none.';
  if (methodFor(state.choices.method, info) !== 'dymu')
    return 'Regions steer the adaptive method (DyMU); choose Adaptive to use them.';
  return selectPictureSize(state) === null ? 'The picture has not been read yet.' : null;
}

export interface Kept {
  readonly patches: number; // that are the region's own
  readonly tokens: number; // that hold at least one of these
}

/** What every region came to in the encoding on screen, over all views, counted by the engine; null where that encoding is of other regions. */
export function keptOf(shown: Shown | null, count: number): readonly Kept[] | null {
  const views = shown?.encoding.views ?? [];
  const outcomes = views.map(({ regions = [] }) => regions);
  if (views.length === 0 || outcomes.some((ofView) => ofView.length !== count)) return null;
  const sum = (index: number, name: 'patches' | 'tokens') =>
    outcomes.reduce((total, ofView) => total + (ofView[index]?.[name] ?? 0), 0);
  return Array.from({ length: count }, (_, i) => ({ patches: sum(i, 'patches'), tokens: sum(i, 'tokens') }));
}
