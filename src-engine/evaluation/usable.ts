/** Which questions an evaluation can use: a scorer must understand their answers, and every mode must have answered them. Pure. */
import type { RefusedLine } from '../engine.ts';
import { EngineError, inContext } from '../errors.ts';
import { quotePath } from '../files/words.ts';
import type { Scorer } from '../judging/tally.ts';
import type { Given } from './answer-store.ts';
import type { Answers } from './ask-all.ts';
import type { Question } from './questions.ts';

/** Questions that can be used, and what was left out. */
export interface Parted {
  readonly questions: readonly Question[];
  readonly refused: readonly RefusedLine[];
}

/** A scorer that cannot use a question's answers says so before time is spent. Throws, with the first line, where it can use none. */
export function fitting(all: readonly Question[], scorer: Scorer): Parted {
  const misfits = all.flatMap((question) => {
    try {
      scorer.tally('', question.answers, question);
      return [];
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return [{ question, error }];
    }
  });
  const [first] = misfits;
  if (first !== undefined && misfits.length === all.length) {
    const { line } = first.question;
    throw inContext(first.error, (fact) => `Line ${line} of the questions does not fit: ${fact}`);
  }
  const unfit = new Set(misfits.map(({ question }) => question));
  return {
    questions: all.filter((question) => !unfit.has(question)),
    refused: misfits.map(({ question, error }) => refusedLine(question, error)),
  };
}

function refusedLine({ line, image }: Question, error: EngineError): RefusedLine {
  return { line, image, reason: error.message };
}

/** Questions that every mode answered, with their answers. Throws, with the first reason, where there is none. */
export function answered(
  all: readonly Question[],
  answers: readonly Answers[],
  file: string,
): Parted & { readonly given: readonly (readonly Given[])[] } {
  const questions: Question[] = [];
  const given: (readonly Given[])[] = [];
  const refused: { readonly question: Question; readonly error: EngineError }[] = [];
  for (const [index, question] of all.entries()) {
    const row = answers[index];
    if (row instanceof EngineError) refused.push({ question, error: row });
    else if (row !== undefined) {
      questions.push(question);
      given.push(row);
    }
  }
  const [first] = refused;
  if (first !== undefined && questions.length === 0) {
    const { line } = first.question;
    throw inContext(
      first.error,
      (fact) => `No question of ${quotePath(file)} could be asked (line ${line}: ${fact})`,
    );
  }
  return { questions, given, refused: refused.map(({ question, error }) => refusedLine(question, error)) };
}
