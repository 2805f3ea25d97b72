/** From `--images DIR|LIST` to image files: a folder with all below it, or a text file with one path a line. Opens no image. */
import { readdir, stat } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { EngineError } from '../errors.ts';
import { readText } from '../files/bounded-file.ts';

const mostBytes = 16 * 1_048_576;

const endings = new Set(['.png', '.jpg', '.jpeg', '.webp', '.gif', '.bmp', '.tif', '.tiff', '.avif']);

/** By its ending; whether it is one, the engine finds out. */
export function isImageName(name: string): boolean {
  return endings.has(extname(name).toLowerCase());
}

/** Absolute paths; a folder's in the order of their names. Throws `bad-input`. */
export async function listImages(path: string): Promise<string[]> {
  const absolute = resolve(path);
  const info = await stat(absolute).catch(() => undefined);
  if (info === undefined) {
    throw new EngineError('bad-input', `${path} does not exist`, {
      remedy: 'give a folder of images or a list of them',
    });
  }
  const files = info.isDirectory() ? await below(absolute) : await listed(absolute);
  if (files.length === 0) {
    throw new EngineError('bad-input', `${path} holds no images`, {
      remedy: 'give a folder with PNG, JPEG or WebP files',
    });
  }
  return files;
}

/** Links to folders are not followed, so a loop of them does no harm. */
async function below(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && isImageName(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
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
