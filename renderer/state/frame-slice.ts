/** The window's frame: which view is open, theme, dialogs. */
import type { CreateSlice } from './slice.ts';
import type { Theme } from '../../electron/bridge.ts';

export const views = ['explore', 'collection', 'evaluate', 'models'] as const;
export type View = (typeof views)[number];

/** One at a time. */
export type DialogName =
  'keys' | 'commands' | 'messages' | 'updates' | 'about' | 'jobs' | 'save-session' | 'export';

export interface FrameSlice {
  readonly view: View;
  readonly theme: Theme;
  readonly dialog: DialogName | null;
  readonly setView: (view: View) => void;
  readonly setTheme: (theme: Theme) => void;
  readonly setDialog: (dialog: DialogName | null) => void;
}

export const createFrameSlice: CreateSlice<FrameSlice> = (set) => ({
  view: 'explore',
  theme: 'system',
  dialog: null,
  setView: (view) => set({ view }),
  setTheme: (theme) => set({ theme }),
  setDialog: (dialog) => set({ dialog }),
});
