/** Questions whose answer a mode changed against all tokens: which of them are shown. Pure. */
import type { EvaluatedQuestion, EvaluateResult } from '../../../src-engine/engine.ts';
import { fullMode } from './modes.ts';

export interface ChangedChoice {
  readonly mode: string;
  readonly which: 'changed' | 'worse' | 'better' | 'all';
  readonly kind: string | null; // of question
  readonly text: string; // in question or answers
}

export interface AnswerPairOf {
  readonly question: EvaluatedQuestion;
  readonly before: EvaluatedQuestion['given'][number]; // with all tokens
  readonly after: EvaluatedQuestion['given'][number];
  readonly turn: 'better' | 'worse' | 'same'; // of the score
  readonly differs: boolean; // in words
}

/** Every question with both answers; none where the result has no single answers, or no mode of that name. */
export function answerPairs(result: EvaluateResult, mode: string): readonly AnswerPairOf[] {
  const column = result.rows.findIndex((row) => row.mode === mode);
  const full = result.rows.findIndex((row) => row.mode === fullMode);
  return (result.details ?? []).flatMap((question) => {
    const before = question.given[full];
    const after = question.given[column];
    if (before === undefined || after === undefined) return [];
    const turn = after.score > before.score ? 'better' : after.score < before.score ? 'worse' : 'same';
    return [{ question, before, after, turn, differs: after.text.trim() !== before.text.trim() }];
  });
}

export function chosenPairs(pairs: readonly AnswerPairOf[], choice: ChangedChoice): readonly AnswerPairOf[] {
  const wanted = choice.text.trim().toLowerCase();
  return pairs.filter(
    (pair) =>
      isOfTurn(pair, choice.which) &&
      (choice.kind === null || pair.question.kind === choice.kind) &&
      (wanted === '' || textOf(pair).includes(wanted)),
  );
}

function isOfTurn({ turn, differs }: AnswerPairOf, which: ChangedChoice['which']): boolean {
  switch (which) {
    case 'all':
      return true;
    case 'changed':
      return differs;
    case 'better':
    case 'worse':
      return turn === which;
  }
}

function textOf({ question, before, after }: AnswerPairOf): string {
  return [question.question, ...question.answers, before.text, after.text, question.image]
    .join('\n')
    .toLowerCase();
}
