/** From what a caller gave, a file or a folder, to questions: recognises the set, chooses the split, reads it. */
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { MayRead, QuestionsReport, QuestionsRequest } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { barred } from '../files/may-read.ts';
import { quote, quotePath } from '../files/words.ts';
import { questionsFile, questionsPath, readQuestions, type Question } from './questions.ts';
import { lookAround } from './reading/place.ts';
import type { FoundSplit, QuestionSet, ReadSet } from './sets/question-set.ts';
import { questionSets } from './sets/table.ts';

export interface SetRead extends Omit<QuestionsReport, 'questions'> {
  /** As results name it: the file of questions, or the folder where they lie in several. */
  readonly data: string;
  readonly questions: readonly Question[];
}

/** Throws `bad-input` where no set is recognised, where several are, where no question of it can be used, or where it must not be read. */
export async function readSet(request: QuestionsRequest, mayRead?: MayRead): Promise<SetRead> {
  const path = resolve(request.data);
  await mayRead?.(path);
  const info = await stat(path).catch(() => undefined);
  const folder = info?.isDirectory() === true;
  if (
    info === undefined ||
    request.set === 'jsonl' ||
    (folder && request.set === undefined && (await hasOurs(path)))
  ) {
    return readOurs(request, mayRead);
  }
  const found = await recognise(path, folder, request, mayRead);
  if (found === undefined) {
    if (request.set === undefined) return readOurs(request, mayRead);
    const set = questionSets.find(({ name }) => name === request.set);
    throw new EngineError(
      'bad-input',
      `${quotePath(request.data)} does not hold ${set?.label ?? request.set}`,
      {
        remedy: `it takes ${set?.needs ?? 'other files'}`,
      },
    );
  }
  const chosen = splitOf(found, request);
  const read = await chosen.read();
  if (read.questions.length === 0) throw nothingUsable(found.set, chosen, read);
  return reportOf(found, chosen, read, folder && chosen.files.length > 1 ? path : (chosen.files[0] ?? path));
}

/** What `readSet` found, without the questions themselves. */
export async function reportQuestions(
  request: QuestionsRequest,
  mayRead?: MayRead,
): Promise<QuestionsReport> {
  const {
    set,
    label,
    split,
    splits,
    files,
    questions,
    images,
    missing,
    refused,
    scorer,
    instruction,
    notes,
  } = await readSet(request, mayRead);
  const found = { set, label, split, splits, files, images, missing, refused, scorer, instruction, notes };
  return { ...found, questions: questions.length };
}

async function hasOurs(folder: string): Promise<boolean> {
  return (await stat(join(folder, questionsFile)).catch(() => undefined)) !== undefined;
}

async function readOurs(request: QuestionsRequest, mayRead: MayRead | undefined): Promise<SetRead> {
  const file = await questionsPath(request.data);
  await mayRead?.(file);
  const read = await readQuestions(file, mayRead);
  return {
    set: 'jsonl',
    label: 'questions as JSON lines',
    split: null,
    splits: [],
    files: [file],
    data: file,
    images: imagesOf(read.questions),
    scorer: 'exact',
    instruction: null,
    notes: [],
    ...read,
  };
}

interface Recognised {
  readonly set: QuestionSet;
  readonly splits: readonly FoundSplit[];
}

/** A file stands for the splits that it is part of; what belongs to it may lie beside it or beside its folder. */
async function recognise(
  path: string,
  folder: boolean,
  { data, set: wanted }: QuestionsRequest,
  mayRead: MayRead | undefined,
): Promise<Recognised | undefined> {
  const roots = folder ? [path] : [dirname(path), dirname(dirname(path))];
  for (const root of roots) {
    if ((await barred(mayRead, root)) !== undefined) continue;
    const place = await lookAround(root, path, mayRead);
    const found: Recognised[] = [];
    for (const set of questionSets) {
      if (wanted !== undefined && set.name !== wanted) continue;
      const all = await set.find(place);
      const splits = folder ? all : all.filter(({ files }) => files.includes(path));
      if (splits.length > 0) found.push({ set, splits });
    }
    if (found.length > 1) throw several(data, found);
    if (found[0] !== undefined) return found[0];
  }
  return undefined;
}

function several(data: string, found: readonly Recognised[]): EngineError {
  return new EngineError(
    'bad-input',
    `${quotePath(data)} holds several question sets: ${found.map(({ set }) => set.label).join(', ')}`,
    { remedy: 'give the folder of one of them, or say which set to read' },
  );
}

/** The one asked for, by its name or by how its name begins; the usual one where none is. */
function splitOf({ set, splits }: Recognised, { split: wanted }: QuestionsRequest): FoundSplit {
  const [usual] = splits;
  const exact = splits.find(({ split }) => split === wanted);
  const begins = splits.filter(({ split }) => split?.startsWith(wanted ?? '') === true);
  const chosen = wanted === undefined ? usual : (exact ?? (begins.length === 1 ? begins[0] : undefined));
  if (chosen !== undefined) return chosen;
  const names = splits.flatMap(({ split }) => split ?? []);
  throw new EngineError('bad-input', `There is no split ${quote(wanted ?? '')} of ${set.label} here`, {
    remedy: names.length === 0 ? 'say none: there is one alone' : `choose among ${names.join(', ')}`,
  });
}

function nothingUsable(
  { label }: QuestionSet,
  { files }: FoundSplit,
  { refused, missing, notes }: ReadSet,
): EngineError {
  const [first] = refused;
  const [image] = missing.named;
  const file = quotePath(files[0] ?? '');
  if (image !== undefined && missing.questions === refused.length) {
    return new EngineError(
      'bad-input',
      `None of the ${missing.images} images of ${label} that ${file} names is there (${quote(image)})`,
      { remedy: 'put them beside the questions, or give a folder that holds both' },
    );
  }
  const why = first === undefined ? (notes[0] ?? '') : `entry ${first.line}: ${first.reason}`;
  return new EngineError(
    'bad-input',
    `${file} holds no question of ${label} that can be asked${why === '' ? '' : ` (${why.replace(/\.$/, '')})`}`,
    { remedy: 'check that it is complete' },
  );
}

function reportOf({ set, splits }: Recognised, chosen: FoundSplit, read: ReadSet, data: string): SetRead {
  return {
    set: set.name,
    label: set.label,
    split: chosen.split,
    splits: splits.flatMap(({ split }) => split ?? []),
    files: chosen.files,
    data,
    questions: read.questions,
    images: imagesOf(read.questions),
    missing: read.missing,
    refused: read.refused,
    scorer: set.scorer,
    instruction: set.instruction,
    notes: read.notes,
  };
}

function imagesOf(questions: readonly Question[]): number {
  return new Set(questions.map(({ path }) => path)).size;
}
