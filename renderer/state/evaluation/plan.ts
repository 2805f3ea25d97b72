/** What the user wants evaluated, and what that asks of the engine. Pure. */
import type { EvaluateRequest, ModelInfo, QuestionsReport, ScorerName } from '../../../src-engine/engine.ts';
import { usualModes } from './modes.ts';

export interface EvaluationPlan {
  /** A file or folder; null for the bundled questions. */
  readonly data: string | null;
  readonly split: string | null; // the set's usual one
  readonly limit: number | null; // pictures; all
  readonly scorer: ScorerName | null; // the set's own
  /** Adds what evaluations of such a set usually add to a question. */
  readonly instruction: boolean;
  readonly maxNewTokens: number | null; // the engine's usual length
  readonly modes: readonly string[] | null; // the usual ones of the model in use
}

export const firstPlan: EvaluationPlan = {
  data: null,
  split: null,
  limit: null,
  scorer: null,
  instruction: false,
  maxNewTokens: null,
  modes: null,
};

/** What was found of the questions that the plan names. */
export type QuestionsState =
  | { readonly kind: 'none' }
  | { readonly kind: 'looking'; readonly key: string }
  | { readonly kind: 'ready'; readonly key: string; readonly report: QuestionsReport }
  | {
      readonly kind: 'failed';
      readonly key: string;
      readonly message: string;
      readonly detail: string | null;
    };

/** Equal for plans that mean the same questions. */
export function questionsKey({ data, split }: Pick<EvaluationPlan, 'data' | 'split'>): string {
  return JSON.stringify([data, split]);
}

export function planModes(plan: EvaluationPlan, info: ModelInfo | null): readonly string[] {
  return plan.modes ?? usualModes(info);
}

/** @param bundled where the bundled questions lie */
export function evaluateRequest(
  plan: EvaluationPlan,
  bundled: string,
  info: ModelInfo | null,
): EvaluateRequest {
  const { data, split, limit, scorer, instruction, maxNewTokens } = plan;
  return {
    data: data ?? bundled,
    modes: planModes(plan, info),
    ...(split === null ? {} : { split }),
    ...(limit === null ? {} : { limit }),
    ...(scorer === null ? {} : { scorer }),
    ...(instruction ? { instruction: 'usual' } : {}),
    ...(maxNewTokens === null ? {} : { maxNewTokens }),
    resume: true,
    details: true,
  };
}

/** The plan that a request came from: to start again from it. */
export function planOf(request: EvaluateRequest, bundled: string | null): EvaluationPlan {
  return {
    data: request.data === bundled ? null : request.data,
    split: request.split ?? null,
    limit: request.limit ?? null,
    scorer: request.scorer ?? null,
    instruction: request.instruction !== undefined,
    maxNewTokens: request.maxNewTokens ?? null,
    modes: request.modes,
  };
}

/** About how many answers a plan asks for: pictures have about equally many questions. */
export function answersAsked(plan: EvaluationPlan, report: QuestionsReport, modes: number): number {
  const { questions, images } = report;
  const share = plan.limit === null || images === 0 ? 1 : Math.min(1, plan.limit / images);
  return Math.round(questions * share) * modes;
}
