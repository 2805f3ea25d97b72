/** The window's frame: which view is open, theme, dialogs. */
import type { CreateSlice } from './slice.ts';
import type { Theme } from '../../electron/bridge.ts';

export const views = ['explore', 'collection', 'evaluate', 'models'] as const;
export type View = (typeof views)[number];

export interface FrameSlice {
  readonly view: View;
  readonly theme: Theme;
  readonly keysOpen: boolean;
  readonly setView: (view: View) => void;
  readonly setTheme: (theme: Theme) => void;
  readonly setKeysOpen: (open: boolean) => void;
}

export const createFrameSlice: CreateSlice<FrameSlice> = (set) => ({
  view: 'explore',
  theme: 'system',
  keysOpen: false,
  setView: (view) => set({ view }),
  setTheme: (theme) => set({ theme }),
  setKeysOpen: (keysOpen) => set({ keysOpen }),
});
