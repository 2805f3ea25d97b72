/** Counts of the images that a calibration was not made with, kept line by line beside the file that it will write, so that a check that was stopped goes on. Removed when the run ends. */
import { open, rm } from 'node:fs/promises';
import { z } from 'zod';
import { exists, fileError, readText } from '../files/bounded-file.ts';

export interface CheckedImages {
  /** Tokens at every point. */
  get(image: string): readonly number[] | undefined;
  /** Written when this resolves. */
  put(image: string, counts: readonly number[]): Promise<void>;
  close(): Promise<void>;
  remove(): Promise<void>;
}

/** A million images at nine points have 150. */
const largestFile = 512 * 2 ** 20;

const lineSchema = z.strictObject({ image: z.string(), counts: z.array(z.number().positive()) });

export function checkedPath(out: string): string {
  return `${out}.checked`;
}

export async function removeChecked(out: string): Promise<void> {
  await rm(checkedPath(out), { force: true });
}

/**
 * What is there of another run, or was half written, counts as nothing.
 *
 * @param key what the counts hang on beside the image
 * @throws EngineError `bad-input` where it cannot be written
 */
export async function openCheckedImages(out: string, key: string, resume: boolean): Promise<CheckedImages> {
  const path = checkedPath(out);
  const known = resume ? await readLines(path, key) : undefined;
  const failed = (cause: unknown): never => {
    throw fileError({ file: path, code: 'bad-input', remedy: 'choose a folder that can be written' }, cause);
  };
  const handle = await open(path, known === undefined ? 'w' : 'a').catch(failed);
  const header = known === undefined ? key : ''; // a line of its own also where the last one was cut
  await handle.appendFile(`${header}\n`).catch(failed);
  let closed = false;
  const close = async () => {
    if (!closed) await handle.close();
    closed = true;
  };
  return {
    get: (image) => known?.get(image),
    put: (image, counts) => handle.appendFile(`${JSON.stringify({ image, counts })}\n`).catch(failed),
    close,
    async remove() {
      await close();
      await removeChecked(out);
    },
  };
}

/** Undefined where there is nothing to go on from. */
async function readLines(path: string, key: string): Promise<Map<string, readonly number[]> | undefined> {
  if (!(await exists(path))) return undefined;
  const subject = { file: path, code: 'bad-calibration', remedy: 'delete it' } as const;
  const [header, ...lines] = (await readText(path, largestFile, subject)).split('\n');
  if (header !== key) return undefined;
  const known = new Map<string, readonly number[]>();
  for (const line of lines) {
    const parsed = lineSchema.safeParse(parse(line));
    if (parsed.success) known.set(parsed.data.image, parsed.data.counts);
  }
  return known;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
