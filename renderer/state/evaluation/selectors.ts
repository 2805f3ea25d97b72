/** What the Evaluate view asks of the state. Pure. */
import { whyNoQuestions } from '../asking.ts';
import type { EvaluateResult, QuestionsReport } from '../../../src-engine/engine.ts';
import type { RunResult } from '../evaluation-slice.ts';
import { hasStopped, modelInfo } from '../model-slice.ts';
import type { AppState } from '../store.ts';
import { memoised } from '../collection/memoised.ts';
import { isActive } from '../jobs-slice.ts';
import { planModes, questionsKey } from './plan.ts';
import { evaluationRuns, type EvaluationRun } from './runs.ts';

const runsOf = memoised(evaluationRuns);

/** Those that were started, the newest first. */
export function selectRuns({ jobs }: AppState): readonly EvaluationRun[] {
  return runsOf(jobs);
}

export function selectShownRun(state: AppState): EvaluationRun | null {
  return selectRuns(state).find(({ id }) => id === state.shownRun) ?? null;
}

export function selectComparedRun(state: AppState): EvaluationRun | null {
  return selectRuns(state).find(({ id }) => id === state.comparedRun) ?? null;
}

/** The run that goes on, or waits for its turn. */
export function selectActiveRun(state: AppState): EvaluationRun | null {
  const runs = selectRuns(state);
  return runs.find((run) => run.state === 'running') ?? runs.findLast(isActive) ?? null;
}

export function selectRunResult(state: AppState): RunResult | null {
  return state.shownRun === null ? null : (state.runResults[state.shownRun] ?? null);
}

/** With at least one answered question. */
export function selectResult(state: AppState): EvaluateResult | null {
  return withRows(selectRunResult(state));
}

export function selectComparedResult(state: AppState): EvaluateResult | null {
  return state.comparedRun === null ? null : withRows(state.runResults[state.comparedRun] ?? null);
}

function withRows(found: RunResult | null): EvaluateResult | null {
  return found?.kind === 'ready' && found.result.rows.length > 0 ? found.result : null;
}

/** What was found of the questions that the plan names now. */
export function selectReport({ questionSet, evaluationPlan }: AppState): QuestionsReport | null {
  const { kind } = questionSet;
  return kind === 'ready' && questionSet.key === questionsKey(evaluationPlan) ? questionSet.report : null;
}

/** Why no evaluation can be started now; null where one can. */
export function whyNotEvaluate(state: AppState): string | null {
  const info = modelInfo(state.model);
  if (hasStopped(state.engine.kind)) return 'The engine has stopped.';
  if (info === null) return 'No model is loaded yet.';
  const silent = whyNoQuestions(info);
  if (silent !== null) return silent;
  if (planModes(state.evaluationPlan, info).length === 0) return 'No mode is in the list.';
  const { questionSet, evaluationPlan } = state;
  if (questionSet.kind === 'failed' && questionSet.key === questionsKey(evaluationPlan))
    return 'These questions cannot be used.';
  return selectReport(state) === null ? 'The questions are being looked at.' : null;
}
