/** Beginning the tour, going through it, ending it. */
import type { AppStore } from '../store.ts';
import { afterTour, atStep, remember, tourSteps } from './steps.ts';

export function startTour(store: AppStore): void {
  const state = store.getState();
  const before = state.tour.kind === 'running' ? state.tour.before : remember(state);
  store.setState({ dialog: null, tour: { kind: 'running', at: 0, before } });
  goTo(store, 0);
}

/** Past the last step the tour is over. */
export function goTo(store: AppStore, at: number): void {
  const state = store.getState();
  if (state.tour.kind !== 'running') return;
  const id = tourSteps[Math.max(0, at)];
  if (id === undefined) {
    endTour(store);
    return;
  }
  const { before } = state.tour;
  store.setState({ ...atStep(id, before, state), tour: { kind: 'running', at: Math.max(0, at), before } });
}

/** Whatever the tour has changed is put back. */
export function endTour(store: AppStore): void {
  const state = store.getState();
  const back = state.tour.kind === 'running' ? afterTour(state.tour.before, state) : {};
  store.setState({ ...back, tour: { kind: 'none' } });
}
