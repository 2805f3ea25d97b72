/** What the bottom line and the notices say. Words come ready-made; nothing here decides when to speak. */
import type { CreateSlice } from './slice.ts';

export interface Activity {
  readonly words: string;
  readonly done: number;
  readonly total: number; // 0: unknown
  readonly cancel: (() => void) | null;
  /** For work that can be left and taken up again. */
  readonly pause?: () => void;
}

export interface Notice {
  readonly id: number;
  readonly tone: 'error' | 'info';
  readonly text: string;
  readonly detail: string | null; // technical, on demand
  readonly action: NoticeAction | null;
  readonly topic: NoticeExtras['topic'] | null;
  readonly at: number; // ms since 1970
}

/** What takes back or mends what the notice says. */
export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

export interface NoticeExtras {
  readonly detail?: string | undefined;
  readonly action?: NoticeAction;
  /** An earlier one about the same goes: what its action would bring back is not held twice. */
  readonly topic?: 'session';
}

/** Measured times of the last repaint, ms. */
export interface OverlayTimes {
  readonly encodeMs: number;
  /** The encoder went on from another budget of the picture. */
  readonly resumed: boolean;
  readonly paintMs: number;
}

export interface StatusSlice {
  readonly activity: Activity | null;
  /** Those that are still to be read, the newest last. */
  readonly notices: readonly Notice[];
  /** All that was said since the start, the newest last: a notice that has gone from the screen is not lost. */
  readonly messages: readonly Notice[];
  /** Stays until dismissed: the engine's end and return. */
  readonly banner: {
    readonly tone: 'warn' | 'bad' | 'good';
    readonly text: string;
    readonly action?: NoticeAction;
  } | null;
  readonly overlayTimes: OverlayTimes | null;
  readonly setActivity: (activity: Activity | null) => void;
  readonly notify: (tone: Notice['tone'], text: string, extras?: NoticeExtras) => void;
  readonly dismiss: (id: number) => void;
  readonly clearMessages: () => void;
  readonly setBanner: (banner: StatusSlice['banner']) => void;
  readonly setOverlayTimes: (times: OverlayTimes) => void;
}

const mostMessages = 200;

export const createStatusSlice: CreateSlice<StatusSlice> = (set) => {
  let nextId = 1;
  return {
    activity: null,
    notices: [],
    messages: [],
    banner: null,
    overlayTimes: null,
    setActivity: (activity) => set({ activity }),
    notify: (tone, text, { detail, action, topic } = {}) =>
      set((state) => {
        const notice = {
          id: nextId++,
          tone,
          text,
          detail: detail ?? null,
          action: action ?? null,
          topic: topic ?? null,
          at: Date.now(),
        };
        const others = state.notices.filter(
          (other) => other.text !== text && (topic === undefined || other.topic !== topic),
        );
        return {
          notices: [...others, notice].slice(-mostMessages),
          // An action may hold all that was on screen, and nobody is offered it there.
          messages: [...state.messages, { ...notice, action: null }].slice(-mostMessages),
        };
      }),
    dismiss: (id) => set((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) })),
    clearMessages: () => set({ notices: [], messages: [] }),
    setBanner: (banner) => set({ banner }),
    setOverlayTimes: (overlayTimes) => set({ overlayTimes }),
  };
};
