/** What the host of the window cannot do, in words: a browser has no application menu and installs no updates. */
import type { Cannot } from '../../electron/bridge.ts';
import type { CreateSlice } from './slice.ts';

export interface HostSlice {
  readonly cannot: Cannot;
  readonly setCannot: (cannot: Cannot) => void;
}

export const createHostSlice: CreateSlice<HostSlice> = (set) => ({
  cannot: {},
  setCannot: (cannot) => set({ cannot }),
});
