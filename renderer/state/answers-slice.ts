/** The question field and the answers, kept per picture or group of them so that going back to one finds its answers again. Streams nothing itself. */
import type { CreateSlice } from './slice.ts';
import type { Measurement } from './measurement.ts';
import { idlePair, type AnswerPair, type DoneRun, type PaneName, type Run } from './run.ts';

/** A turn of a conversation that is behind the answers on screen. */
export type TurnPair = Readonly<Record<PaneName, DoneRun>>;

export interface AnswersSlice {
  readonly question: string;
  /** True once the user has typed: then another image's suggestion does not replace it. */
  readonly typed: boolean;
  readonly asked: readonly string[]; // history, the newest last
  readonly answers: Readonly<Record<string, AnswerPair>>; // by the key of their subject
  /** The turns before these answers, the oldest first; by the same keys, where there are any. */
  readonly turns: Readonly<Record<string, readonly TurnPair[]>>;
  readonly measurements: Readonly<Record<string, Measurement>>; // by the same keys
  /** Whether the window measures by itself after an answer. */
  readonly autoMeasure: boolean;
  readonly setQuestion: (question: string, typed: boolean) => void;
  readonly rememberQuestion: (question: string) => void;
  readonly setRun: (key: string, pane: PaneName, run: Run) => void;
  readonly setPair: (key: string, pair: AnswerPair) => void;
  readonly setTurns: (key: string, turns: readonly TurnPair[]) => void;
  readonly setMeasurement: (key: string, measurement: Measurement | null) => void;
  readonly setAutoMeasure: (on: boolean) => void;
}

const longestHistory = 50;

export const createAnswersSlice: CreateSlice<AnswersSlice> = (set) => ({
  question: '',
  typed: false,
  asked: [],
  answers: {},
  turns: {},
  measurements: {},
  autoMeasure: true,
  setQuestion: (question, typed) => set({ question, typed }),
  rememberQuestion: (question) =>
    set((state) => ({
      asked: [...state.asked.filter((other) => other !== question), question].slice(-longestHistory),
    })),
  setRun: (key, pane, run) =>
    set((state) => ({
      answers: {
        ...state.answers,
        [key]: { ...(state.answers[key] ?? idlePair), [pane]: run },
      },
    })),
  setPair: (key, pair) => set((state) => ({ answers: { ...state.answers, [key]: pair } })),
  setTurns: (key, turns) =>
    set((state) => ({
      turns: turns.length > 0 ? { ...state.turns, [key]: turns } : without(state.turns, key),
    })),
  setMeasurement: (key, measurement) =>
    set((state) => ({
      measurements:
        measurement === null
          ? without(state.measurements, key)
          : { ...state.measurements, [key]: measurement },
    })),
  setAutoMeasure: (autoMeasure) => set({ autoMeasure }),
});

function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([other]) => other !== key));
}
