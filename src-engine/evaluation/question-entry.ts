/** One question as data write it: our own form, and the forms of others that say the same under other names. Trusts nothing. */
import { z } from 'zod';
import { complaint } from '../files/complaint.ts';
import { quote } from '../files/words.ts';
import { lettered, type Options } from '../judging/options.ts';

export interface Entry {
  readonly image: string;
  readonly question: string; // without the place of the picture at its head
  readonly answers: readonly string[];
  readonly kind: string | undefined;
  readonly options?: Options;
}

const text = z.string().max(100_000);

// Data sets carry fields of their own, which are left alone.
const entrySchema = z.looseObject({
  image: z.string().min(1).max(4096),
  question: z.string().min(1).max(200_000),
  answers: z.array(text).min(1).max(1000),
  kind: z.string().min(1).max(100).optional(),
  options: z.union([z.array(text), z.record(z.string().regex(/^[A-Z]$/), text)]).optional(),
});

/** An entry, or one sentence that says what is wrong. */
export function readEntry(json: unknown): Entry | string {
  const own = inOurWords(json);
  const parsed = entrySchema.safeParse(own);
  if (!parsed.success) {
    const { field, fact } = complaint(parsed.error, own);
    return `${field === '' ? 'It' : quote(field)} ${fact}.`;
  }
  const { image, answers, kind, options } = parsed.data;
  if (answers.every((answer) => answer.trim() === '')) return `${quote('answers')} holds no text.`;
  const question = parsed.data.question.replace(imagePlace, '');
  if (question === '') return `${quote('question')} holds the place of the picture, and asks nothing.`;
  return {
    image,
    question,
    answers,
    kind,
    ...(options === undefined
      ? {}
      : { options: Array.isArray(options) ? lettered(options) : new Map(Object.entries(options)) }),
  };
}

/** Where LLaVA's data put the picture; a prompt has its own place for it. */
const imagePlace = /^\s*<image>\s*/;

/**
 * `text` and `label` are POPE's words for question and answer; a single `answer` is a list of one; VizWiz and TextVQA's lists hold an object
 * a person. What has our own names is left as it is.
 */
function inOurWords(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return json;
  const { question, answers, ...rest }: { question?: unknown; answers?: unknown } & Record<string, unknown> =
    { ...json };
  const { text: asked, label, answer } = rest;
  return {
    ...rest,
    ...fieldOf('question', question ?? (typeof label === 'string' ? asked : undefined)),
    ...fieldOf(
      'answers',
      answers === undefined ? (listOf(answer) ?? listOf(label)) : peoplesAnswers(answers),
    ),
  };
}

function fieldOf(name: string, value: unknown): Record<string, unknown> {
  return value === undefined ? {} : { [name]: value };
}

function listOf(value: unknown): unknown[] | undefined {
  return typeof value === 'string' ? [value] : undefined;
}

function peoplesAnswers(answers: unknown): unknown {
  if (!Array.isArray(answers) || answers.length === 0) return answers;
  const given = answers.map((each: unknown) =>
    typeof each === 'object' && each !== null && 'answer' in each ? each.answer : undefined,
  );
  return given.every((each) => typeof each === 'string') ? given : answers;
}
