/** The state as all that need not follow the hand sees it: it stands still while tokens are on their way to the stage, so that neither page nor encoder waits for it. */
import { selectBehind } from '../state/selectors.ts';
import type { AppState, AppStore } from '../state/store.ts';

/** A slow encoder holds nothing up: by then the window goes on without its tokens. */
export const longestMs = 150;

export type Settled = Pick<AppStore, 'getState' | 'getInitialState'> & {
  readonly subscribe: (listener: (state: AppState, before: AppState) => void) => () => void;
};

const known = new WeakMap<AppStore, Settled>();

/** The same view for the same store. */
export function settledOf(store: AppStore): Settled {
  const view = known.get(store) ?? settle(store);
  known.set(store, view);
  return view;
}

function settle(store: AppStore): Settled {
  const listeners = new Set<Parameters<Settled['subscribe']>[0]>();
  let seen = store.getState();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function tell(): void {
    clearTimeout(timer);
    timer = undefined;
    const before = seen;
    seen = store.getState();
    if (seen !== before) listeners.forEach((listener) => listener(seen, before));
  }

  // For as long as the store is there.
  store.subscribe(() => {
    if (selectBehind(store.getState())) timer ??= setTimeout(tell, longestMs);
    else tell();
  });

  return {
    getState: () => seen,
    getInitialState: store.getInitialState,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
