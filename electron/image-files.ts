/** Which files are images by their names, and where arguments of a program point at. Decodes nothing. */
import { readdir } from 'node:fs/promises';
import { basename, extname, isAbsolute, join, resolve } from 'node:path';
import type { OpenedImage } from './bridge.ts';

export const imageExtensions = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp', 'tif', 'tiff', 'avif'] as const;

export function isImageName(name: string): boolean {
  const extension = extname(name).slice(1).toLowerCase();
  return imageExtensions.some((known) => known === extension);
}

export function toOpened(path: string): OpenedImage {
  return { path, name: basename(path) };
}

/** The images directly in a folder, by name as people sort: 2 before 10. */
export async function imagesIn(folder: string): Promise<OpenedImage[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && isImageName(entry.name))
    .map((entry) => toOpened(join(folder, entry.name)))
    .sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
}

/** Images among the arguments of a start ("Open with"), relative ones from `directory`. Switches and everything else are passed over. */
export function imagesAmong(argv: readonly string[], directory: string): OpenedImage[] {
  return argv
    .filter((argument) => !argument.startsWith('-') && isImageName(argument))
    .map((argument) => toOpened(isAbsolute(argument) ? argument : resolve(directory, argument)));
}

/** The newest first, each once, no more than the settings keep. */
export function remember(recent: readonly string[], opened: readonly string[], most = 20): string[] {
  return [...new Set([...opened, ...recent])].slice(0, most);
}
