/** Reads questions with known answers: one JSON object a line, pictures relative to the file. Trusts nothing; opens no picture. */
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { readText } from '../files/bounded-file.ts';
import { complaint } from '../files/complaint.ts';
import { quote, quotePath } from '../files/words.ts';
import { EngineError } from '../errors.ts';

export interface Question {
  /** As the file names it. */
  readonly image: string;
  readonly path: string; // absolute
  readonly question: string;
  readonly answers: readonly string[]; // accepted ones, at least one
  readonly kind: string | undefined;
  readonly line: number; // from 1
}

/** What a folder's questions are called. */
export const questionsFile = 'questions.jsonl';
const mostBytes = 256 * 1_048_576;
const form = '{"image":"a.png","question":"...","answers":["..."]}';

// Data sets carry fields of their own, which are left alone.
const lineSchema = z.looseObject({
  image: z.string().min(1).max(4096),
  question: z.string().min(1).max(200_000),
  answers: z.array(z.string().max(100_000)).min(1).max(1000),
  kind: z.string().min(1).max(100).optional(),
});

/** The file that `data` means: itself, or the folder's questions.jsonl. Throws `bad-input`. */
export async function questionsPath(data: string): Promise<string> {
  const path = resolve(data);
  const info = await stat(path).catch(() => undefined);
  if (info === undefined) {
    throw new EngineError('bad-input', `${quotePath(data)} does not exist`, {
      remedy: `give a file with one ${form} a line, or its folder`,
    });
  }
  if (!info.isDirectory()) return path;
  const inside = join(path, questionsFile);
  if ((await stat(inside).catch(() => undefined)) !== undefined) return inside;
  throw new EngineError('bad-input', `${quotePath(data)} holds no ${questionsFile}`, {
    remedy: 'give the file itself',
  });
}

/** In the order of the file, every picture seen to exist. Throws `bad-input` naming lines. */
export async function readQuestions(file: string): Promise<Question[]> {
  const remedy = `give a text file of at most ${mostBytes / 1_048_576} MB with one ${form} a line`;
  const text = await readText(file, mostBytes, { file, code: 'bad-input', remedy });
  const questions = parseQuestions(text, file);
  await checkImages(questions, file);
  return questions;
}

/** Empty lines count, but hold no question. Throws `bad-input` with the numbers of all lines that cannot be used. */
export function parseQuestions(text: string, file: string): Question[] {
  const folder = dirname(resolve(file));
  const questions: Question[] = [];
  const bad: { readonly line: number; readonly reason: string }[] = [];
  for (const [index, content] of text.split(/\r?\n/).entries()) {
    if (content.trim() === '') continue;
    const line = index + 1;
    const parsed = parseLine(content);
    if (typeof parsed === 'string') {
      bad.push({ line, reason: parsed });
      continue;
    }
    const { image, question, answers, kind } = parsed;
    questions.push({ image, path: resolve(folder, image), question, answers, kind, line });
  }
  const [first] = bad;
  if (first !== undefined) {
    throw new EngineError(
      'bad-input',
      `${quotePath(file)} has ${linesInWords(bad.map(({ line }) => line))} without a usable question (line ${first.line}: ${first.reason})`,
      { remedy: `write ${form} there` },
    );
  }
  if (questions.length > 0) return questions;
  throw new EngineError('bad-input', `${quotePath(file)} holds no questions`, {
    remedy: `write ${form} into every line`,
  });
}

function parseLine(content: string): z.infer<typeof lineSchema> | string {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    return 'it is not JSON';
  }
  const parsed = lineSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const { field, fact } = complaint(parsed.error, json);
  return `${field === '' ? 'it' : quote(field)} ${fact}`;
}

const batch = 64;

async function checkImages(questions: readonly Question[], file: string): Promise<void> {
  const firsts = new Map<string, Question>();
  for (const question of questions) if (!firsts.has(question.path)) firsts.set(question.path, question);
  const paths = [...firsts.values()];
  const missing: Question[] = [];
  for (let start = 0; start < paths.length; start += batch) {
    const found = await Promise.all(
      paths.slice(start, start + batch).map(async (question) => {
        const info = await stat(question.path).catch(() => undefined);
        return info?.isFile() === true ? [] : [question];
      }),
    );
    missing.push(...found.flat());
  }
  const [first] = missing;
  if (first === undefined) return;
  const count =
    missing.length === 1 ? 'a picture that is' : `${missing.length} of ${paths.length} pictures that are`;
  throw new EngineError(
    'bad-input',
    `${quotePath(file)} names ${count} not there (${quote(first.image)}, line ${first.line})`,
    { remedy: 'put pictures where the file says, relative to itself' },
  );
}

function linesInWords(lines: readonly number[]): string {
  if (lines.length === 1) return `a line ${lines.join('')}`;
  const shown = lines.slice(0, 5).join(', ');
  return `${lines.length} lines (${shown}${lines.length > 5 ? ', ...' : ''})`;
}

/** `limit` pictures spread evenly over the file, each with all its questions: the same ones every time. */
export function limitImages(questions: readonly Question[], limit: number | undefined): Question[] {
  const paths = [...new Set(questions.map(({ path }) => path))];
  if (limit === undefined || limit >= paths.length) return [...questions];
  const chosen = new Set(
    Array.from({ length: limit }, (_, index) => paths[Math.floor((index * paths.length) / limit)]),
  );
  return questions.filter(({ path }) => chosen.has(path));
}
