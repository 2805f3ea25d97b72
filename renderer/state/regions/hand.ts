/** The hand on the picture: the pen of a tool, or the grip on the region that is selected. Pointer and keys end here. */
import { holdAt, pulled } from '../../overlay/regions/handles.ts';
import { drawn, movePen, putDown, type Trace } from '../../overlay/regions/pen.ts';
import type { Shape } from '../../../src-engine/reduction/steering/shapes.ts';
import { boundsOf, boxBetween, moved, reshaped } from '../../overlay/regions/shapes.ts';
import { noRows, rowsOf, type Rows, type Spot } from '../../overlay/regions/spans.ts';
import type { Size } from '../../overlay/projection.ts';
import type { AppState, AppStore } from '../store.ts';
import { keepDraft, patchStep } from './acts.ts';
import { isFull } from './list.ts';
import { selectPictureSize, selectRegionInHand, selectRegions, whyNotSteer } from './selectors.ts';

/** @param reach how near a handle must be [px] @returns whether the hand has taken hold of something */
export function handDown(store: AppStore, at: Spot, reach: number): boolean {
  const state = store.getState();
  const size = selectPictureSize(state);
  if (size === null || whyNotSteer(state) !== null) return false;
  return state.regionTool === null ? grip(state, at, reach) : penDown(store, at, false);
}

function grip(state: AppState, at: Spot, reach: number): boolean {
  const { selected: imageId } = state.choices;
  const region = selectRegionInHand(state);
  const hold = region === null ? null : holdAt(region.shape, at, reach);
  if (imageId === null || region === null || hold === null) return false;
  const { shape } = region;
  state.setRegionDraft({
    imageId,
    index: state.regionSelected,
    shape,
    by: { kind: 'grip', hold, from: at, before: shape },
  });
  return true;
}

/** @param keys whether the pen is led by the arrow keys */
export function penDown(store: AppStore, at: Spot, keys: boolean): boolean {
  const state = store.getState();
  const size = selectPictureSize(state);
  const { regionTool: tool, choices } = state;
  if (tool === null || size === null || choices.selected === null) return false;
  const target = painted(state);
  const index = tool === 'box' || tool === 'lasso' ? null : target.index;
  if (tool === 'erase' && index === null) {
    state.notify('info', 'Select a region that was brushed, to erase from it.');
    return true;
  }
  if (index === null && isFull(selectRegions(state))) {
    state.notify('info', 'There is no room for another region; remove one first.');
    return true;
  }
  const trace = putDown(tool, at, { size, radius: brushRadius(state, size), rows: target.rows });
  state.setRegionDraft({
    imageId: choices.selected,
    index,
    shape: shapeOf(state, trace, keys, size),
    by: { kind: 'pen', trace, keys },
  });
  return true;
}

/** A box that is led by keys holds the patches of both its corners whole. */
function shapeOf(state: AppState, trace: Trace, keys: boolean, size: Size): Shape | null {
  if (!keys || trace.tool !== 'box') return drawn(trace, size);
  const { from, to } = trace;
  const half = patchStep(state, size).map((side) => side / 2);
  const out = (axis: 0 | 1, sign: 1 | -1) =>
    (sign > 0 ? Math.max(from[axis], to[axis]) : Math.min(from[axis], to[axis])) + sign * (half[axis] ?? 0);
  return boxBetween([out(0, -1), out(1, -1)], [out(0, 1), out(1, 1)], size);
}

/** What a brush adds to and an eraser takes from: the selected region, if it was brushed. */
function painted(state: AppState): { readonly index: number | null; readonly rows: Rows } {
  const region = selectRegionInHand(state);
  if (region?.shape.kind !== 'mask') return { index: null, rows: noRows };
  return { index: state.regionSelected, rows: rowsOf(region.shape) };
}

export function brushRadius({ brushSize }: AppState, { width, height }: Size): number {
  return Math.max(0.5, (brushSize * Math.min(width, height)) / 2);
}

export function handMove(store: AppStore, to: Spot): void {
  const state = store.getState();
  const { regionDraft: draft } = state;
  const size = selectPictureSize(state);
  if (draft === null || size === null) return;
  const { by } = draft;
  if (by.kind === 'pen') {
    const trace = movePen(by.trace, to, size);
    state.setRegionDraft({ ...draft, shape: shapeOf(state, trace, by.keys, size), by: { ...by, trace } });
    return;
  }
  const bounds = boundsOf(by.before);
  if (bounds === null) return;
  const shape =
    by.hold.kind === 'inside'
      ? moved(by.before, [to[0] - by.from[0], to[1] - by.from[1]], size)
      : reshaped(by.before, pulled(bounds, by.hold.handle, to, size), size);
  state.setRegionDraft({ ...draft, shape });
}

/** A press without a movement changes nothing that it held. */
export function handUp(store: AppStore): void {
  const { regionDraft: draft, setRegionDraft } = store.getState();
  if (draft?.by.kind === 'grip' && draft.shape === draft.by.before) setRegionDraft(null);
  else keepDraft(store);
}

export function dropDraft(store: AppStore): void {
  store.getState().setRegionDraft(null);
}
