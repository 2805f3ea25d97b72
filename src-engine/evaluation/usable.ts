/** Which questions an evaluation can use: a scorer must understand their answers. Pure. */
import type { RefusedLine } from '../engine.ts';
import { EngineError, inContext } from '../errors.ts';
import type { Scorer } from '../judging/tally.ts';
import type { Question } from './questions.ts';

/** Questions that can be used, and what was left out. */
export interface Parted {
  readonly questions: readonly Question[];
  readonly refused: readonly RefusedLine[];
}

/** A scorer that cannot use a question's answers says so before time is spent. Throws, with the first line, where it can use none. */
export function fitting(all: readonly Question[], scorer: Scorer): Parted {
  const questions: Question[] = [];
  const refused: RefusedLine[] = [];
  let first: { readonly line: number; readonly error: EngineError } | undefined;
  for (const question of all) {
    try {
      scorer.tally('', question.answers, question);
      questions.push(question);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      first ??= { line: question.line, error };
      refused.push(refusedLine(question, error.message));
    }
  }
  if (first !== undefined && questions.length === 0) {
    const { line, error } = first;
    throw inContext(error, (fact) => `Line ${line} of the questions does not fit: ${fact}`);
  }
  return { questions, refused };
}

export function refusedLine({ file, line, image }: Question, reason: string): RefusedLine {
  return { ...(file === undefined ? {} : { file }), line, image, reason };
}
