/** Drawing with the arrow keys on the picture: Enter puts the pen down on the patch of the cursor and lifts it again. */
import { gridOf } from '../../overlay/overlay-model.ts';
import type { Spot } from '../../overlay/regions/spans.ts';
import { selectView } from '../selectors.ts';
import type { AppState, AppStore } from '../store.ts';
import { handMove, handUp, penDown } from './hand.ts';
import { whyNotSteer } from './selectors.ts';

/** The middle of the patch that the arrow keys stand on; null without one. */
export function cursorSpot(state: AppState): Spot | null {
  const view = selectView(state);
  if (view === null || state.cursor === null) return null;
  const { rows, columns } = gridOf(view);
  const { x, y, width, height } = view.region;
  const row = Math.floor(state.cursor / columns);
  return [x + ((state.cursor % columns) + 0.5) * (width / columns), y + (row + 0.5) * (height / rows)];
}

/** True where the key was for the pen. */
export function penKey(store: AppStore, key: string): boolean {
  const state = store.getState();
  const { regionTool, regionDraft: draft } = state;
  if (key !== 'Enter' || regionTool === null) return false;
  if (draft?.by.kind === 'pen' && draft.by.keys) {
    handUp(store);
    return true;
  }
  const reason = whyNotSteer(state);
  if (reason !== null) {
    state.notify('info', reason);
    return true;
  }
  const at = cursorSpot(state);
  if (at === null) state.notify('info', 'Go to a patch with the arrow keys, then press Enter.');
  else penDown(store, at, true);
  return true;
}

/** The pen that is led by keys follows the cursor. Ends with the function that it returns. */
export function followCursor(store: AppStore): () => void {
  return store.subscribe(
    ({ cursor }) => cursor,
    () => {
      const state = store.getState();
      const at = cursorSpot(state);
      if (state.regionDraft?.by.kind === 'pen' && state.regionDraft.by.keys && at !== null)
        handMove(store, at);
    },
  );
}
