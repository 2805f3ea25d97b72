/** What views, encoder and commands ask of the regions, as pure functions. */
import type { SteeredRegion } from '../../../src-engine/reduction/steering/regions.ts';
import type { Size } from '../../overlay/projection.ts';
import { methodInUse } from '../budget.ts';
import { memoised } from '../collection/memoised.ts';
import { modelInfo } from '../model-slice.ts';
import { selectSeveral } from '../subject.ts';
import type { Shown } from '../stage-slice.ts';
import type { AppState } from '../store.ts';
import { added, changed, ownRegions, type RegionBudget, type Regions } from './list.ts';
import type { RegionDraft } from './slice.ts';

const drafted = memoised(withDraft);

/** The regions of a picture with what is in hand: the encoder follows a drawing hand. The same list for the same state. */
export function regionsOf(
  { choices, regionDraft, nextBudget }: Pick<AppState, 'choices' | 'regionDraft' | 'nextBudget'>,
  imageId: string | null,
): Regions {
  const stored = ownRegions(choices.regions, imageId);
  if (regionDraft === null || regionDraft.imageId !== imageId || regionDraft.shape === null) return stored;
  return drafted(stored, regionDraft, nextBudget);
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
  if (info.anyShape === true)
    return 'Regions steer merging in the encoder, and in that of this model nothing merges.';
  if (info.calibration === null)
    return 'Regions steer the adaptive method, which needs a calibration; this model has none.';
  if (methodInUse(state.choices, info) !== 'dymu')
    return 'Regions steer the adaptive method (DyMU); choose Adaptive to use them.';
  if (selectSeveral(state))
    return 'Regions belong to one picture, and the question is about several: ask about one alone to use them.';
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
