/** What is known of a newer version of the application, as the shell tells it, and whether it is asked for at every start. */
import type { UpdateView } from '../../electron/bridge.ts';
import type { CreateSlice } from './slice.ts';

export interface UpdatesSlice {
  readonly updates: UpdateView | null; // null until the shell has said something
  readonly updatesAtStart: boolean;
  readonly setUpdates: (updates: UpdateView) => void;
  readonly setUpdatesAtStart: (updatesAtStart: boolean) => void;
}

export const createUpdatesSlice: CreateSlice<UpdatesSlice> = (set) => ({
  updates: null,
  updatesAtStart: false,
  setUpdates: (updates) => set({ updates }),
  setUpdatesAtStart: (updatesAtStart) => set({ updatesAtStart }),
});
