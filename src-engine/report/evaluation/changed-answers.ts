/** Which answers a mode gives in other words than another one, with what both score. Pure. */
import type { EvaluatedQuestion, EvaluateResult } from '../../engine.ts';

export interface ChangedAnswer {
  readonly question: EvaluatedQuestion;
  readonly before: EvaluatedQuestion['given'][number];
  readonly after: EvaluatedQuestion['given'][number];
}

/** In the order of the questions; empty where the result has no single answers, or not both modes. */
export function changedAnswers(
  { rows, details = [] }: Pick<EvaluateResult, 'rows' | 'details'>,
  mode: string,
  against = 'full',
): ChangedAnswer[] {
  const [from, to] = [against, mode].map((name) => rows.findIndex((row) => row.mode === name));
  return details.flatMap((question) => {
    const [before, after] = [question.given[from ?? -1], question.given[to ?? -1]];
    if (before === undefined || after === undefined || before.text === after.text) return [];
    return [{ question, before, after }];
  });
}
