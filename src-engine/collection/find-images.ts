/** The images that a source stands for: those below a folder, or those that a text file lists. */
import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { MayRead } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { readText } from '../files/bounded-file.ts';
import { quotePath } from '../files/words.ts';
import { scanFolder, statAll } from './scan-folder.ts';
import type { Candidate, Found } from './scan-folder.ts';

const largestList = 64 * 1_048_576;

/** @throws EngineError `bad-input` where the folder or list is not there or cannot or must not be read */
export async function findImages(source: string, mayRead?: MayRead): Promise<Found> {
  const info = await requireSource(source, mayRead);
  return info.isDirectory() ? scanFolder(source, { mayRead }) : statAll(await listed(source), { mayRead });
}

/** Throws `bad-input` where it is not there or must not be read. */
export async function requireSource(source: string, mayRead?: MayRead): Promise<Stats> {
  await mayRead?.(source);
  return stat(source).catch((cause: unknown) => {
    throw new EngineError('bad-input', `${quotePath(source)} is not there, or may not be read`, {
      remedy: 'check the path; what was counted in it is kept',
      cause,
    });
  });
}

/** Paths relative to the list's own folder. Empty lines and lines that begin with # are skipped; a path counts once. */
async function listed(file: string): Promise<Candidate[]> {
  const remedy = 'give a folder of images, or a text file with one image path a line';
  const text = await readText(file, largestList, { file, code: 'bad-input', remedy });
  const names = text
    .split(/\r?\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  return [...new Set(names)].map((name) => ({ name, path: resolve(dirname(file), name) }));
}
