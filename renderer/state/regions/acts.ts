/** What the user does to regions: every change is one entry of the undo history, however it was made. */
import type { SteeredRegion } from '../../../src-engine/reduction/steering/regions.ts';
import { gridOf } from '../../overlay/overlay-model.ts';
import type { Size } from '../../overlay/projection.ts';
import { boundsOf, grown, middleBox, moved, reshaped } from '../../overlay/regions/shapes.ts';
import type { Spot } from '../../overlay/regions/spans.ts';
import { selectView } from '../selectors.ts';
import type { AppState, AppStore } from '../store.ts';
import {
  added,
  changed,
  isFull,
  nameOf,
  ownRegions,
  removed,
  shifted,
  withRegions,
  type RegionBudget,
  type Regions,
} from './list.ts';
import { selectPictureSize, selectRegionInHand, withDraft } from './selectors.ts';

/** Regions of the selected picture from now on. @param gesture names a movement whose steps are one entry */
export function setRegions(store: AppStore, regions: Regions, gesture?: string): void {
  const { choices, choose } = store.getState();
  if (choices.selected === null) return;
  choose({ regions: withRegions(choices.regions, choices.selected, regions) }, gesture);
}

const stored = ({ choices }: AppState): Regions => ownRegions(choices.regions, choices.selected);

/** A box in the middle, in hand. */
export function addInMiddle(store: AppStore): void {
  const state = store.getState();
  const size = selectPictureSize(state);
  const before = stored(state);
  if (size === null || isFull(before)) return;
  setRegions(store, added(before, middleBox(size), state.nextBudget));
  state.selectRegion(before.length);
}

export function removeRegion(store: AppStore, index: number): void {
  const state = store.getState();
  const before = stored(state);
  if (before[index] === undefined) return;
  setRegions(store, removed(before, index));
  const last = before.length - 2;
  state.selectRegion(last < 0 ? null : Math.min(index, last));
}

export function renameRegion(store: AppStore, index: number, typed: string): void {
  const name = nameOf(typed);
  const before = stored(store.getState());
  if (name === null || before[index]?.name === name) return;
  setRegions(store, changed(before, index, { name }));
}

/** The next region that is drawn gets the same. */
export function spendOn(store: AppStore, index: number, budget: RegionBudget, gesture?: string): void {
  store.getState().setNextBudget(budget);
  setRegions(store, changed(stored(store.getState()), index, { budget }), gesture);
}

/** One place later in the list, where it wins over more, or one earlier. */
export function shiftRegion(store: AppStore, index: number, by: 1 | -1): void {
  const state = store.getState();
  const before = stored(state);
  const after = shifted(before, index, by);
  if (after === before) return;
  setRegions(store, after);
  state.selectRegion(index + by);
}

export function clearRegions(store: AppStore): void {
  setRegions(store, []);
  store.getState().selectRegion(null);
}

/** One patch of the view on screen, in pixels of the picture; a twentieth of it before there are patches. */
export function patchStep(state: AppState, size: Size): Spot {
  const view = selectView(state);
  if (view === null) return [size.width / 20, size.height / 20];
  const { rows, columns } = gridOf(view);
  return [view.region.width / columns, view.region.height / rows];
}

/** By patches: moved, or with `resize` its right and lower side. */
export function nudgeRegion(store: AppStore, by: Spot, resize: boolean): void {
  const state = store.getState();
  const { regionSelected: index } = state;
  const region = selectRegionInHand(state);
  const size = selectPictureSize(state);
  const bounds = region === null ? null : boundsOf(region.shape);
  if (index === null || region === null || size === null || bounds === null) return;
  const [across, down] = patchStep(state, size);
  const px: Spot = [by[0] * across, by[1] * down];
  const shape = resize
    ? reshaped(region.shape, grown(bounds, px, size, Math.min(across, down)), size)
    : moved(region.shape, px, size);
  const gesture = `region ${index} ${resize ? 'size' : 'place'}`;
  setRegions(store, changed(stored(state), index, { shape }), gesture);
}

/** What is in hand is kept, as one entry of the history. Nothing drawn, nothing kept. */
export function keepDraft(store: AppStore): void {
  const state = store.getState();
  const { regionDraft: draft, nextBudget } = state;
  state.setRegionDraft(null);
  if (draft === null || draft.imageId !== state.choices.selected) return;
  const before = stored(state);
  if (draft.shape === null) {
    // Everything was erased.
    const erased = draft.by.kind === 'pen' && draft.by.trace.tool === 'erase';
    if (erased && draft.index !== null) removeRegion(store, draft.index);
    return;
  }
  if (draft.index === null && isFull(before)) return;
  setRegions(store, withDraft(before, draft, nextBudget));
  state.selectRegion(draft.index ?? before.length);
}

export function replaceRegions(store: AppStore, regions: readonly SteeredRegion[]): void {
  setRegions(store, regions);
  store.getState().selectRegion(regions.length === 0 ? null : 0);
}
