/** The window's frame: which view is open, theme, dialogs. */
import type { CreateSlice } from './slice.ts';
import type { Theme } from '../../electron/bridge.ts';

export const views = ['explore', 'collection', 'evaluate', 'models'] as const;
export type View = (typeof views)[number];

/** One at a time. */
export type DialogName =
  | 'keys'
  | 'commands'
  | 'messages'
  | 'updates'
  | 'about'
  | 'jobs'
  | 'send'
  | 'save-session'
  | 'export'
  | 'thresholds'
  | 'settings'
  | 'guide';

export interface FrameSlice {
  readonly view: View;
  readonly theme: Theme;
  readonly dialog: DialogName | null;
  /** Where the guide is open, as words/guide.ts names places; null: at its beginning. */
  readonly guideSection: string | null;
  /** Ids of commands that were chosen in the palette, the newest first; a handful, of this window. */
  readonly recentCommands: readonly string[];
  readonly noteCommand: (id: string) => void;
  readonly setView: (view: View) => void;
  readonly setTheme: (theme: Theme) => void;
  readonly setDialog: (dialog: DialogName | null) => void;
  readonly setGuideSection: (section: string | null) => void;
  /** Opens the guide there. */
  readonly showGuide: (section: string | null) => void;
}

export const createFrameSlice: CreateSlice<FrameSlice> = (set) => ({
  view: 'explore',
  theme: 'system',
  dialog: null,
  guideSection: null,
  recentCommands: [],
  noteCommand: (id) =>
    set(({ recentCommands }) => ({
      recentCommands: [id, ...recentCommands.filter((each) => each !== id)].slice(0, 5),
    })),
  setView: (view) => set({ view }),
  setTheme: (theme) => set({ theme }),
  setDialog: (dialog) => set({ dialog }),
  setGuideSection: (guideSection) => set({ guideSection }),
  showGuide: (guideSection) => set({ dialog: 'guide', guideSection }),
});
