/** What keys do to the threshold that has the keyboard. */
import type { AppStore } from '../store.ts';
import { setThreshold } from './acts.ts';
import { highest, lowest } from './custom.ts';
import { selectThresholds } from './selectors.ts';

const step = 0.001;
const fine = 0.0001;
const coarse = 0.01;

const moves: Readonly<Record<string, (value: number, slow: boolean) => number>> = {
  ArrowUp: (value, slow) => value + (slow ? fine : step),
  ArrowDown: (value, slow) => value - (slow ? fine : step),
  PageUp: (value) => value + coarse,
  PageDown: (value) => value - coarse,
  Home: () => lowest,
  End: () => highest,
};

/** True where the key was for the point. Steps that follow each other quickly are one entry of the history. */
export function thresholdKey(store: AppStore, layer: number, key: string, shift: boolean): boolean {
  const value = selectThresholds(store.getState())[layer];
  const move = moves[key];
  if (value === undefined || move === undefined) return false;
  setThreshold(store, layer, move(value, shift), `threshold ${layer} keys`);
  return true;
}
