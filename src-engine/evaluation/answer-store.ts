/** Answers given so far, on disk line by line, so that an interrupted evaluation goes on and a further mode costs only its own answers. */
import { open, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeAtomically } from '../files/atomic-write.ts';
import { exists, readAt, withFile } from '../files/bounded-file.ts';
import { quotePath } from '../files/words.ts';
import { EngineError } from '../errors.ts';
import { answersHeader, openAnswerFile } from './answer-file.ts';

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

/**
 * A key names everything that an answer depends on. Without `resume` older answers are not given again, but stay in the file for who wants
 * them; of two with one key the later one counts. What an interruption left half written, and files of another version, count as nothing.
 * The file is only ever added to, because another process may be adding to it as well; what that one adds is given, too.
 * Throws `bad-input` where the file cannot be read or written.
 */
export async function openAnswerStore(file: string, resume: boolean): Promise<AnswerStore> {
  const failed = (cause: unknown): never => {
    throw unwritable(file, cause);
  };
  const { ours, whole } = await lookAt(file);
  await mkdir(dirname(file), { recursive: true }).catch(failed);
  if (!ours) await writeAtomically(file, `${answersHeader}\n`);
  const handle = await open(file, 'a').catch(failed);
  try {
    if (ours && !whole) await handle.appendFile('\n'); // a half-written last line would swallow the next one
    const { size } = await handle.stat();
    const kept = openAnswerFile(file, resume ? 0 : size);
    return {
      get: (key) => kept.get(key),
      put: (key, given) => handle.appendFile(line(key, given)).catch(failed),
      async close() {
        kept.close();
        await handle.close();
      },
    };
  } catch (cause) {
    await handle.close();
    return failed(cause);
  }
}

/** What is kept in the file, while somebody else may be writing it; nothing where there is none. */
export async function readAnswers(file: string): Promise<Pick<AnswerStore, 'get'> & { close(): void }> {
  const { ours } = await lookAt(file);
  return ours ? openAnswerFile(file, 0) : { get: () => undefined, close: () => undefined };
}

/**
 * Whether it is a file of answers, and ends with a whole line. A file that is not there is none; one that is there and cannot be read must not
 * be taken for none and begun anew.
 */
async function lookAt(file: string): Promise<{ readonly ours: boolean; readonly whole: boolean }> {
  if (!(await exists(file))) return { ours: false, whole: false };
  const remedy = 'move it elsewhere, or name another folder with DYMU_CACHE';
  return withFile(file, { file, code: 'bad-input', remedy }, async (handle) => {
    const { size } = await handle.stat();
    const head = await readAt(handle, 0, answersHeader.length + 1);
    const last = await readAt(handle, Math.max(0, size - 1), 1);
    return { ours: head.toString('utf8') === `${answersHeader}\n`, whole: last[0] === 0x0a };
  });
}

function line(key: string, { text, tokens, views, cut }: Given): string {
  return `${JSON.stringify({ key, text, tokens, views, cut })}\n`;
}

function unwritable(file: string, cause: unknown): EngineError {
  return new EngineError('bad-input', `Answers cannot be kept in ${quotePath(file)}`, {
    remedy: 'free space there, or name another folder with DYMU_CACHE',
    detail: String(cause),
    cause,
  });
}
