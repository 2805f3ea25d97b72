/** Answers given so far, on disk line by line, so that an interrupted evaluation goes on and a further mode costs only its own answers. */
import { open, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../files/atomic-write.ts';
import { exists, readBounded } from '../files/bounded-file.ts';
import { documentIfWhole } from '../files/document.ts';
import { quotePath } from '../files/words.ts';
import { EngineError } from '../errors.ts';
import { forOwner } from '../files/for-owner.ts';

/** One answer of a model. */
export interface Given {
  readonly text: string;
  readonly tokens: number; // visual tokens that the encoder left, over all views
  readonly views?: number; // of the image; answers that were kept by earlier versions do not say it
  /** It reached the longest length allowed. */
  readonly cut: boolean;
}

export interface AnswerStore {
  get(key: string): Given | undefined;
  /** Written when this resolves: nothing that was waited for is lost. */
  put(key: string, given: Given): Promise<void>;
  close(): Promise<void>;
}

const header = JSON.stringify({ format: 'dymu-answers', version: 1 });
/** Two million answers; a text of JavaScript holds no more. */
const mostBytes = 500_000_000;
const recordSchema = z.strictObject({
  key: z.string(),
  text: z.string(),
  tokens: z.int().nonnegative(),
  views: z.int().positive().exactOptional(),
  cut: z.boolean(),
});

/**
 * A key names everything that an answer depends on. Without `resume` older answers are not given again, but stay in the file for who wants
 * them; of two with one key the later one counts. What an interruption left half written, and files of another version, count as nothing.
 * The file is only ever added to, because another process may be adding to it as well.
 * Throws `bad-input` where the file cannot be written.
 */
export async function openAnswerStore(file: string, resume: boolean): Promise<AnswerStore> {
  const text = await textOf(file);
  const ours = text.startsWith(`${header}\n`);
  const known = resume ? parseRecords(text) : new Map<string, Given>();
  const failed = (cause: unknown): never => {
    throw unwritable(file, cause);
  };
  await mkdir(dirname(file), { recursive: true, mode: forOwner.folder }).catch(failed);
  if (!ours) await writeAtomically(file, `${header}\n`);
  const handle = await open(file, 'a').catch(failed);
  if (ours && !text.endsWith('\n')) await handle.appendFile('\n').catch(failed); // a half-written last line would swallow the next one
  return {
    get: (key) => known.get(key),
    async put(key, given) {
      known.set(key, given);
      await handle.appendFile(line(key, given)).catch((cause: unknown) => {
        throw unwritable(file, cause);
      });
    },
    close: () => handle.close(),
  };
}

/** What is kept in the file now, while somebody else may be writing it; nothing where there is none. */
export async function readAnswers(file: string): Promise<ReadonlyMap<string, Given>> {
  return parseRecords(await textOf(file));
}

/** Nothing where there is no file; one that is there and cannot be read must not be taken for none and begun anew. */
async function textOf(file: string): Promise<string> {
  if (!(await exists(file))) return '';
  const remedy = 'move it elsewhere, or name another folder with DYMU_CACHE';
  return (await readBounded(file, mostBytes, { file, code: 'bad-input', remedy })).toString('utf8');
}

function line(key: string, { text, tokens, views, cut }: Given): string {
  return `${JSON.stringify({ key, text, tokens, views, cut })}\n`;
}

function parseRecords(text: string): Map<string, Given> {
  const [first, ...lines] = text.split('\n');
  const known = new Map<string, Given>();
  if (first !== header) return known;
  for (const content of lines) {
    const record = documentIfWhole(recordSchema, content);
    if (record === undefined) continue;
    const { key, ...given } = record;
    known.set(key, given);
  }
  return known;
}

function unwritable(file: string, cause: unknown): EngineError {
  return new EngineError('bad-input', `Answers cannot be kept in ${quotePath(file)}`, {
    remedy: 'free space there, or name another folder with DYMU_CACHE',
    detail: String(cause),
    cause,
  });
}
