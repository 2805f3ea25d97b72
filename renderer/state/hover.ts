/** The patch under the pointer, or the one that the arrow keys stand on: apart from the window's state, since it changes with every move of the hand. */
import { createStore, type StoreApi } from 'zustand/vanilla';

/** A patch index; null without one. It tells its listeners only what has changed. */
export type Hover = StoreApi<number | null>;

export function createHover(): Hover {
  return createStore<number | null>(() => null);
}
