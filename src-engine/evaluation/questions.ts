/** Reads questions with known answers: one JSON object a line, pictures relative to the file. Trusts nothing; opens no picture. */
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { MayRead, RefusedLine } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { readText } from '../files/bounded-file.ts';
import { barred } from '../files/may-read.ts';
import type { Subject } from '../files/refusal.ts';
import { quote, quotePath } from '../files/words.ts';
import { dataFormOf } from './data-forms.ts';
import { readHead } from './file-head.ts';
import { readEntry, type Entry } from './question-entry.ts';
import { nothingMissing, type MissingImages } from './sets/question-set.ts';

export interface Question extends Entry {
  readonly id: string; // the set's own, or the line
  /** Of the picture, absolute; of one that is embedded what tells it from others. */
  readonly path: string;
  readonly file?: string; // that it stands in, absolute; that of the data unless said
  readonly line: number; // from 1; in a JSON document the entry
  /** Questions of one group are judged together. */
  readonly group?: string;
  /** The picture as base64 inside a file. */
  readonly embedded?: { readonly file: string; readonly at: number; readonly length: number };
}

export interface ReadQuestions {
  readonly questions: readonly Question[]; // at least one
  readonly refused: readonly RefusedLine[];
  readonly missing: MissingImages;
}

/** What a folder's questions are called. */
export const questionsFile = 'questions.jsonl';
const mostBytes = 256 * 1_048_576;
/** Four times what the largest published sets have. */
const mostLines = 2_000_000;
const form = '{"image":"a.png","question":"...","answers":["..."]}';

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
    remedy: `give the file itself${await candidateIn(path)}`,
  });
}

/** A file in the folder that may be the one. */
async function candidateIn(folder: string): Promise<string> {
  const names = await readdir(folder).catch(() => []);
  const found = names.toSorted().find((name) => /\.(?:jsonl?|tsv|csv|txt|parquet)$/i.test(name));
  return found === undefined ? '' : `, such as ${quote(found)}`;
}

/**
 * In the order of the file, every picture seen to exist and to be one that may be read; lines that cannot be used are told beside them. Throws
 * `bad-input` where none can, and says what the file is where it has the form of a known data set.
 */
export async function readQuestions(file: string, mayRead?: MayRead): Promise<ReadQuestions> {
  const remedy = `give a text file of at most ${mostBytes / 1_048_576} MB with one ${form} a line`;
  const { questions, refused } = await readAll(file, { file, code: 'bad-input', remedy });
  const reasons = await unusableImages(questions, mayRead);
  const there = questions.filter(({ path }) => !reasons.has(path));
  const [first] = questions;
  if (there.length === 0 && first !== undefined) throw noImage(file, first, reasons);
  const left = questions.filter(({ path }) => reasons.has(path));
  return {
    questions: there,
    refused: [...refused, ...left.map((question) => leftOut(question, reasons))].sort(
      (a, b) => a.line - b.line,
    ),
    missing: missingOf(left.filter(({ path }) => reasons.get(path) === notThere)),
  };
}

function noImage(file: string, first: Question, reasons: ReadonlyMap<string, string>): EngineError {
  const reason = reasons.get(first.path);
  if (reason !== undefined && reason !== notThere) {
    const fact = `No image that ${quotePath(file)} names can be used (line ${first.line}: ${reason.replace(/\.$/, '')})`;
    return new EngineError('bad-input', fact);
  }
  const count = reasons.size === 1 ? 'an image that is' : `${reasons.size} images that are`;
  return new EngineError(
    'bad-input',
    `${quotePath(file)} names ${count} not there (${quote(first.image)}, line ${first.line})`,
    { remedy: 'put images where the file says, relative to itself' },
  );
}

function missingOf(gone: readonly Question[]): MissingImages {
  const images = new Map(gone.map(({ path, image }) => [path, image]));
  return { images: images.size, questions: gone.length, named: [...images.values()].slice(0, mostNamed) };
}

const mostNamed = 10;

function leftOut({ line, image, path }: Question, reasons: ReadonlyMap<string, string>): RefusedLine {
  const reason = reasons.get(path) ?? notThere;
  return { line, image, reason: reason === notThere ? `The image ${quote(image)} is not there.` : reason };
}

async function readAll(file: string, subject: Subject): Promise<ReadQuestions> {
  const head = await readHead(file, subject);
  try {
    return parseQuestions(await readText(file, mostBytes, subject), file);
  } catch (error) {
    const known = dataFormOf(head);
    if (known === undefined) throw error;
    throw new EngineError('bad-input', `${quotePath(file)} is ${known.what}`, {
      remedy: known.remedy,
      cause: error,
    });
  }
}

/** Empty lines count, but hold no question. A JSON list of such objects is read too. Throws `bad-input` where no line can be used. */
export function parseQuestions(text: string, file: string): ReadQuestions {
  const lines = lineCount(text);
  if (lines > mostLines) {
    throw new EngineError(
      'bad-input',
      `${quotePath(file)} has ${lines} lines, more than the ${mostLines} that are read`,
      {
        remedy: 'divide it into several files',
      },
    );
  }
  const folder = dirname(resolve(file));
  const questions: Question[] = [];
  const refused: RefusedLine[] = [];
  for (const { line, json } of entriesOf(text)) {
    const entry = json === undefined ? 'It is not JSON.' : readEntry(json);
    if (typeof entry === 'string') refused.push({ line, reason: entry });
    else questions.push({ ...entry, id: String(line), path: resolve(folder, entry.image), line });
  }
  if (questions.length > 0) return { questions, refused, missing: nothingMissing };
  const [first] = refused;
  const why = first === undefined ? '' : ` (line ${first.line}: ${first.reason.replace(/\.$/, '')})`;
  throw new EngineError('bad-input', `${quotePath(file)} holds no questions${why}`, {
    remedy: `write ${form} into every line`,
  });
}

function lineCount(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

/** Undefined is what is no JSON. */
function entriesOf(text: string): { readonly line: number; readonly json: unknown }[] {
  const list = text.trimStart().startsWith('[') ? parsed(text) : undefined;
  if (Array.isArray(list)) return list.map((json: unknown, index) => ({ line: index + 1, json }));
  return text.split(/\r?\n/).flatMap((content, index) => {
    return content.trim() === '' ? [] : [{ line: index + 1, json: parsed(content) }];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const batch = 64;

/** Stands for a sentence that names the image as the data do. */
const notThere = '';

/** By path, why an image cannot be used. Nothing is asked of the disk about one that may not be read. */
async function unusableImages(
  questions: readonly Question[],
  mayRead: MayRead | undefined,
): Promise<Map<string, string>> {
  const paths = [...new Set(questions.map(({ path }) => path))];
  const reasons = new Map<string, string>();
  for (let start = 0; start < paths.length; start += batch) {
    await Promise.all(
      paths.slice(start, start + batch).map(async (path) => {
        const reason = await barred(mayRead, path);
        const info = reason === undefined ? await stat(path).catch(() => undefined) : undefined;
        if (reason !== undefined) reasons.set(path, reason);
        else if (info?.isFile() !== true) reasons.set(path, notThere);
      }),
    );
  }
  return reasons;
}
