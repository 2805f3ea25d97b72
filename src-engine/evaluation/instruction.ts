/** What is added to questions: nothing, a text of the caller's, or what evaluations of the set usually add. Pure. */
import { EngineError } from '../errors.ts';
import type { Question } from './questions.ts';

export interface Instruction {
  readonly text: string | null;
  readonly ask: (question: Question) => Question;
}

/** @throws `bad-input` where the set has no usual one */
export function instructed(
  wanted: string | undefined,
  { label, instruction }: { readonly label: string; readonly instruction: string | null },
): Instruction {
  const text = wanted === 'usual' ? instruction : (wanted ?? null);
  if (text === null && wanted !== undefined) {
    throw new EngineError('bad-input', `There is no usual instruction for ${label}`, {
      remedy: 'give the text itself, or add nothing',
    });
  }
  return {
    text,
    ask: (question) =>
      text === null ? question : { ...question, question: `${question.question}\n${text}` },
  };
}
