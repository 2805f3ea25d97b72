/** What the bottom line and the notices say. Words come ready-made; nothing here decides when to speak. */
import type { CreateSlice } from './slice.ts';

export interface Activity {
  readonly words: string;
  readonly done: number;
  readonly total: number; // 0: unknown
  readonly cancel: (() => void) | null;
}

export interface Notice {
  readonly id: number;
  readonly tone: 'error' | 'info';
  readonly text: string;
  readonly detail: string | null; // technical, on demand
}

/** Measured times of the last repaint, ms. */
export interface OverlayTimes {
  readonly encodeMs: number;
  readonly paintMs: number;
}

export interface StatusSlice {
  readonly activity: Activity | null;
  readonly notices: readonly Notice[];
  /** Stays until dismissed: the engine's end and return. */
  readonly banner: { readonly tone: 'warn' | 'bad' | 'good'; readonly text: string } | null;
  readonly overlayTimes: OverlayTimes | null;
  readonly setActivity: (activity: Activity | null) => void;
  readonly notify: (tone: Notice['tone'], text: string, detail?: string) => void;
  readonly dismiss: (id: number) => void;
  readonly setBanner: (banner: StatusSlice['banner']) => void;
  readonly setOverlayTimes: (times: OverlayTimes) => void;
}

const mostNotices = 3;

export const createStatusSlice: CreateSlice<StatusSlice> = (set) => {
  let nextId = 1;
  return {
    activity: null,
    notices: [],
    banner: null,
    overlayTimes: null,
    setActivity: (activity) => set({ activity }),
    notify: (tone, text, detail) =>
      set((state) => ({
        notices: [
          ...state.notices.filter((notice) => notice.text !== text),
          { id: nextId++, tone, text, detail: detail ?? null },
        ].slice(-mostNotices),
      })),
    dismiss: (id) => set((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) })),
    setBanner: (banner) => set({ banner }),
    setOverlayTimes: (overlayTimes) => set({ overlayTimes }),
  };
};
