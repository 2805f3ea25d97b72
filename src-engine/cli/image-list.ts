/** From `--images DIR|LIST` to image files: a folder with all below it, or a text file with one path a line. Opens no image. */
import { readdir, stat } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { EngineError } from '../errors.ts';
import { readText } from '../files/bounded-file.ts';
import { isImageName } from '../files/image-names.ts';

const mostBytes = 16 * 1_048_576;

export interface ImageList {
  /** Absolute paths; a folder's in the order of their names. */
  readonly files: readonly string[];
  /** Sentences about what a folder holds besides. */
  readonly notes: readonly string[];
}

/** Throws `bad-input`. */
export async function listImages(path: string): Promise<ImageList> {
  const absolute = resolve(path);
  const info = await stat(absolute).catch(() => undefined);
  if (info === undefined) {
    throw new EngineError('bad-input', `${path} does not exist`, {
      remedy: 'give a folder of images or a list of them',
    });
  }
  const { files, others } = info.isDirectory()
    ? await below(absolute)
    : { files: await listed(absolute), others: [] };
  if (files.length === 0) {
    throw new EngineError('bad-input', `${path} holds no images`, {
      remedy: 'give a folder with PNG, JPEG or WebP files',
    });
  }
  return { files, notes: othersNote(others, path) };
}

const mostEndings = 5;

/** A folder may hold photographs in a form that is not read: that they are missing must not go unsaid. */
function othersNote(others: readonly string[], path: string): string[] {
  if (others.length === 0) return [];
  const endings = [...new Set(others.map((name) => extname(name).toLowerCase() || 'no ending'))].sort();
  const named = endings.slice(0, mostEndings).join(', ') + (endings.length > mostEndings ? ', …' : '');
  const which = others.length === 1 ? '1 other file' : `${others.length} other files`;
  return [`${which} in ${path} ${others.length === 1 ? 'was' : 'were'} left out by name (${named}).`];
}

/** Links to folders are not followed, so a loop of them does no harm. */
async function below(folder: string): Promise<{ readonly files: string[]; readonly others: string[] }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const shown = entries.filter(({ name }) => !name.startsWith('.')); // what a system keeps for itself
  const files = entries.filter((entry) => !entry.isDirectory() && isImageName(entry.name));
  return {
    files: files.map((entry) => join(entry.parentPath, entry.name)).sort(),
    others: shown.filter((entry) => entry.isFile() && !isImageName(entry.name)).map(({ name }) => name),
  };
}

/** Paths relative to the list's own folder. Empty lines and lines that begin with # are skipped. */
async function listed(file: string): Promise<string[]> {
  const remedy = 'give a text file of at most 16 MB with one image path per line';
  const text = await readText(file, mostBytes, { file, code: 'bad-input', remedy });
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => resolve(dirname(file), line));
}
