/** Puts what was asked and answered into a record that says everything about it and judges nothing. Pure. */
import type { RecordedEvaluation, RecordedMode, RecordedQuestion, Remark } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { Given } from './answer-store.ts';
import type { Answers } from './ask-all.ts';
import type { Numbered } from './choose.ts';
import { refusedLine } from './usable.ts';

export interface Told {
  readonly asked: readonly Numbered[];
  /** By question; a row by mode in the order of `modes`. Undefined for one that is neither answered nor refused yet. */
  readonly answers: readonly (Answers | undefined)[];
  readonly modes: readonly RecordedMode[];
  /** The file of a picture, where it is not its path. */
  readonly fileOf: (path: string) => string;
}

/** Questions that every mode answered, and those that one could not, with its reason. */
export function recordAnswers({
  asked,
  answers,
  fileOf,
}: Told): Pick<RecordedEvaluation, 'questions' | 'unasked'> {
  const questions: RecordedQuestion[] = [];
  const unasked: RecordedEvaluation['unasked'][number][] = [];
  for (const [index, each] of asked.entries()) {
    const row = answers[index];
    if (row instanceof EngineError) {
      unasked.push({ ...refusedLine(each.question, row.message), order: each.order, code: row.code });
    } else if (row !== undefined) questions.push(recorded(each, row, fileOf));
  }
  return { questions, unasked };
}

function recorded(
  { question, order, picture }: Numbered,
  row: readonly Given[],
  fileOf: Told['fileOf'],
): RecordedQuestion {
  const { id, image, path, answers, kind, options, group } = question;
  return {
    order,
    picture,
    id,
    image,
    path: fileOf(path),
    question: question.question,
    answers,
    ...(kind === undefined ? {} : { kind }),
    ...(options === undefined ? {} : { options: Object.fromEntries(options) }),
    ...(group === undefined ? {} : { group }),
    given: row.map(({ text, tokens, cut }) => ({ text, tokens, cut })),
  };
}

/** Remarks in the order of the questions that they were met at, each once. */
export function remarksInOrder(
  asked: readonly Numbered[],
  remarks: ReadonlyMap<string, readonly string[]>,
  about: (question: Numbered['question']) => string,
): Remark[] {
  const found = new Map<string, Remark>();
  for (const { question, order } of asked) {
    const key = about(question);
    const sentences = remarks.get(key);
    if (sentences !== undefined && !found.has(key)) found.set(key, { order, about: key, sentences });
  }
  return [...found.values()];
}
