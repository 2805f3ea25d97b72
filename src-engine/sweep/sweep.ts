/** One question about one picture at several budgets and by several methods: where does the answer change? */
import type { AnswerRequest, AnswerTimings, CallOptions, Encoding, Engine, ImageRef } from '../engine.ts';
import { allTokens, methods } from '../reduction/methods.ts';
import type { MethodName, ReductionRequest } from '../reduction/methods.ts';
import { runAnswer } from '../report/run-answer.ts';
import type { AnswerRun } from '../report/run-answer.ts';

/** Methods that a sweep compares, beside all tokens. */
export type SweepMethod = Exclude<MethodName, 'none'>;

export interface SweepBudget {
  /** As it was asked for: `90`, `35%`, `low`. */
  readonly words: string;
  readonly request: ReductionRequest<'dymu'>;
}

export interface SweepRow {
  readonly method: MethodName;
  /** `100%` for the answer with all tokens. */
  readonly budget: string;
  readonly tokens: number; // visual tokens that the language model read
  readonly text: string;
  /** Whether the words are those of the answer with all tokens. */
  readonly sameAsFull: boolean;
  readonly timings: AnswerTimings;
  readonly notes: readonly string[];
}

export interface SweepPlan {
  readonly image: ImageRef;
  readonly ask: Omit<AnswerRequest, 'reduction' | 'visual'>;
  /** Averages, the largest first. */
  readonly budgets: readonly SweepBudget[];
  readonly methods: readonly SweepMethod[];
}

/**
 * All tokens first, then every budget by every method, as they are answered. A budget is an average to DyMU; the other methods keep exactly
 * what DyMU left of this picture at it, so that a row of them differs in nothing but what the tokens are.
 *
 * Rejects like `Engine.answer`; whoever stops listening stops the sweep between two answers.
 */
export async function* sweep(
  engine: Engine,
  { image, ask, budgets, methods: asked }: SweepPlan,
  call: CallOptions,
): AsyncGenerator<SweepRow, void> {
  const { onProgress, ...quiet } = call;
  const total = 1 + budgets.length * asked.length;
  const visual = { kind: 'images', images: [image] } as const;
  let done = 0;
  const answer = async (reduction: ReductionRequest, stage: string): Promise<AnswerRun> => {
    onProgress?.({ stage, done, total });
    const run = await runAnswer(engine, { ...ask, visual, reduction }, quiet);
    done += 1;
    return run;
  };

  const full = await answer(allTokens, 'Answering with all tokens');
  const row = (method: MethodName, budget: string, { result }: AnswerRun): SweepRow => ({
    method,
    budget,
    tokens: result.visualTokens,
    text: result.text,
    sameAsFull: result.text.trim() === full.result.text.trim(),
    timings: result.timings,
    notes: result.notes ?? [],
  });
  yield row('none', '100%', full);

  for (const { words, request } of budgets) {
    const stage = `Answering at ${words}`;
    let encodings: readonly Encoding[];
    if (asked.includes('dymu')) {
      const run = await answer(request, stage);
      yield row('dymu', words, run);
      ({ encodings } = run);
    } else encodings = [await engine.encode({ image, reduction: request }, quiet)];
    const left = tokensPerView(encodings);
    for (const method of asked) {
      if (method === 'dymu') continue;
      yield row(method, words, await answer(methods[method].ofTokens(left), stage));
    }
  }
}

/** What DyMU left, as the other methods are asked for it: the same number in every view. */
function tokensPerView(encodings: readonly Encoding[]): number {
  const tokens = encodings.reduce((sum, encoding) => sum + encoding.tokens, 0);
  const views = encodings.reduce((sum, encoding) => sum + encoding.views.length, 0);
  return Math.max(1, Math.round(tokens / Math.max(1, views)));
}

export interface FirstChange {
  readonly method: SweepMethod;
  readonly budget: string;
  readonly tokens: number;
}

/** For every method the first row, from the largest budget on, whose answer is not that of all tokens; methods whose answers never change are left out. */
export function firstChanges(rows: readonly SweepRow[]): FirstChange[] {
  const found = new Map<SweepMethod, FirstChange>();
  for (const { method, budget, tokens, sameAsFull } of rows) {
    if (method === 'none' || sameAsFull || found.has(method)) continue;
    found.set(method, { method, budget, tokens });
  }
  return [...found.values()];
}
