/** The question field and the answers, kept per image so that going back to one finds its answers again. Streams nothing itself. */
import type { CreateSlice } from './slice.ts';
import { idlePair, type AnswerPair, type PaneName, type Run } from './run.ts';

export interface AnswersSlice {
  readonly question: string;
  /** True once the user has typed: then another image's suggestion does not replace it. */
  readonly typed: boolean;
  readonly asked: readonly string[]; // history, the newest last
  readonly answers: Readonly<Record<string, AnswerPair>>; // by image id
  readonly setQuestion: (question: string, typed: boolean) => void;
  readonly rememberQuestion: (question: string) => void;
  readonly setRun: (imageId: string, pane: PaneName, run: Run) => void;
}

const longestHistory = 50;

export const createAnswersSlice: CreateSlice<AnswersSlice> = (set) => ({
  question: '',
  typed: false,
  asked: [],
  answers: {},
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
});
