/** Evaluation in the window: what is wanted, what the questions are, which run is on screen and what it has found. Asks nobody. */
import type { EvaluateResult } from '../../src-engine/engine.ts';
import type { ChangedChoice } from './evaluation/changed.ts';
import { firstPlan, type EvaluationPlan, type QuestionsState } from './evaluation/plan.ts';
import type { TableOrder } from './evaluation/table.ts';
import type { CreateSlice } from './slice.ts';

export type RunResult =
  | { readonly kind: 'loading' }
  /** `whole` is false while the run has not come to its end; `unread` says why its single answers cannot be looked into, `awaited` that they are being fetched. */
  | {
      readonly kind: 'ready';
      readonly result: EvaluateResult;
      readonly whole: boolean;
      readonly unread?: string;
      readonly awaited?: true;
    }
  | { readonly kind: 'failed'; readonly message: string; readonly detail: string | null };

export interface EvaluationSlice {
  readonly evaluationPlan: EvaluationPlan;
  readonly questionSet: QuestionsState;
  /** Where the bundled questions lie. */
  readonly bundledQuestions: string | null;
  /** The run on screen. */
  readonly shownRun: number | null;
  /** The one beside it. */
  readonly comparedRun: number | null;
  readonly runResults: Readonly<Record<number, RunResult>>;
  readonly changedChoice: ChangedChoice | null;
  readonly tableOrder: TableOrder;
  /** Answers a second of the last runs, by the folder of the model. */
  readonly answerRates: Readonly<Record<string, number>>;
  readonly chooseEvaluation: (change: Partial<EvaluationPlan>) => void;
  readonly setQuestionSet: (questions: QuestionsState) => void;
  readonly setBundledQuestions: (file: string) => void;
  readonly showRun: (id: number | null) => void;
  readonly compareRun: (id: number | null) => void;
  /** Results of runs that are not on screen are let go. */
  readonly setRunResult: (id: number, result: RunResult) => void;
  readonly chooseChanged: (change: Partial<ChangedChoice> | null) => void;
  readonly orderTable: (order: TableOrder) => void;
  readonly setAnswerRate: (model: string, perSecond: number) => void;
}

const firstChanged: ChangedChoice = { mode: '', which: 'changed', kind: null, text: '' };

export const createEvaluationSlice: CreateSlice<EvaluationSlice> = (set) => ({
  evaluationPlan: firstPlan,
  questionSet: { kind: 'none' },
  bundledQuestions: null,
  shownRun: null,
  comparedRun: null,
  runResults: {},
  changedChoice: null,
  tableOrder: { by: 'asked', descending: false },
  answerRates: {},
  chooseEvaluation: (change) =>
    set(({ evaluationPlan }) => ({ evaluationPlan: { ...evaluationPlan, ...change } })),
  setQuestionSet: (questionSet) => set({ questionSet }),
  setBundledQuestions: (bundledQuestions) => set({ bundledQuestions }),
  showRun: (shownRun) =>
    set(({ comparedRun }) => ({
      shownRun,
      changedChoice: null,
      ...(comparedRun === shownRun ? { comparedRun: null } : {}),
    })),
  compareRun: (comparedRun) => set({ comparedRun }),
  setRunResult: (id, result) =>
    set(({ runResults, shownRun, comparedRun }) => {
      const kept = Object.entries(runResults).filter(([key]) =>
        [shownRun, comparedRun].includes(Number(key)),
      );
      return { runResults: { ...Object.fromEntries(kept), [id]: result } };
    }),
  chooseChanged: (change) =>
    set(({ changedChoice }) => ({
      changedChoice: change === null ? null : { ...(changedChoice ?? firstChanged), ...change },
    })),
  orderTable: (tableOrder) => set({ tableOrder }),
  setAnswerRate: (model, perSecond) =>
    set(({ answerRates }) => ({ answerRates: { ...answerRates, [model]: perSecond } })),
});
