/** The question field and the answers, kept per image so that going back to one finds its answers again. Streams nothing itself. */
import type { CreateSlice } from './slice.ts';
import type { Measurement } from './measurement.ts';
import { idlePair, type AnswerPair, type PaneName, type Run } from './run.ts';

export interface AnswersSlice {
  readonly question: string;
  /** True once the user has typed: then another image's suggestion does not replace it. */
  readonly typed: boolean;
  readonly asked: readonly string[]; // history, the newest last
  readonly answers: Readonly<Record<string, AnswerPair>>; // by image id
  readonly measurements: Readonly<Record<string, Measurement>>; // by image id
  /** Whether the window measures by itself after an answer. */
  readonly autoMeasure: boolean;
  readonly setQuestion: (question: string, typed: boolean) => void;
  readonly rememberQuestion: (question: string) => void;
  readonly setRun: (imageId: string, pane: PaneName, run: Run) => void;
  readonly setMeasurement: (imageId: string, measurement: Measurement | null) => void;
  readonly setAutoMeasure: (on: boolean) => void;
}

const longestHistory = 50;

export const createAnswersSlice: CreateSlice<AnswersSlice> = (set) => ({
  question: '',
  typed: false,
  asked: [],
  answers: {},
  measurements: {},
  autoMeasure: true,
  setQuestion: (question, typed) => set({ question, typed }),
  rememberQuestion: (question) =>
    set((state) => ({
      asked: [...state.asked.filter((other) => other !== question), question].slice(-longestHistory),
    })),
  setRun: (imageId, pane, run) =>
    set((state) => ({
      answers: {
        ...state.answers,
        [imageId]: { ...(state.answers[imageId] ?? idlePair), [pane]: run },
      },
    })),
  setMeasurement: (imageId, measurement) =>
    set((state) => {
      if (measurement !== null) return { measurements: { ...state.measurements, [imageId]: measurement } };
      const others = Object.entries(state.measurements).filter(([id]) => id !== imageId);
      return { measurements: Object.fromEntries(others) };
    }),
  setAutoMeasure: (autoMeasure) => set({ autoMeasure }),
});
