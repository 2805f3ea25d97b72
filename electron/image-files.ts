/** Which files are images by their names, and where arguments of a program point at. Decodes nothing. */
import { statSync, type Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sessionEnding } from '../src-engine/session-file/document.ts';
import { isImageName } from './image-names.ts';
import type { OpenedFile, OpenedFolder, OpenedImage } from './bridge.ts';

export { imageExtensions, isImageName } from './image-names.ts';

export function toOpened(path: string): OpenedImage {
  return { path, name: basename(path) };
}

/** What lies directly in a folder, by name as people sort: 2 before 10. Hidden images are not opened. */
export async function lookInto(folder: string): Promise<OpenedFolder> {
  const entries = await readdir(folder, { withFileTypes: true });
  const [folders, files] = [
    entries.filter((each) => each.isDirectory()),
    entries.filter((each) => !each.isDirectory()),
  ];
  const sorted = (found: readonly Dirent[]) =>
    found.map(({ name }) => name).sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
  const hidden = files.filter(({ name }) => name.startsWith('.'));
  const shown = files.filter(({ name }) => !name.startsWith('.'));
  return {
    folder: basename(folder),
    images: sorted(shown.filter(({ name }) => isImageName(name))).map((name) => toOpened(join(folder, name))),
    hidden: sorted(hidden),
    folders: sorted(folders),
    others: sorted(shown.filter(({ name }) => !isImageName(name))),
  };
}

/** Our own kind of file, and what calibrations were called before there was one. */
const calibrationName = /\.(?:dymu-calibration|json)$/iu;

const sessionName = new RegExp(`\\.${sessionEnding}$`, 'iu');

/** What the system wants opened, told apart by its name; undefined for what the window does not open. */
export function toFile(path: string): OpenedFile | undefined {
  if (isImageName(path)) return { ...toOpened(path), kind: 'image' };
  if (sessionName.test(path)) return { ...toOpened(path), kind: 'session' };
  return calibrationName.test(path) ? { ...toOpened(path), kind: 'calibration' } : undefined;
}

/**
 * Files and folders among the arguments of a start ("Open with"), relative ones from `directory`, those of an AppImage's menu entry as `file:` addresses.
 * Switches and everything else are passed over.
 * @param isFolder of an absolute path
 */
export function filesAmong(
  argv: readonly string[],
  directory: string,
  isFolder: (path: string) => boolean,
): OpenedFile[] {
  return argv
    .filter((argument) => !argument.startsWith('-'))
    .map(pathOf)
    .map((path) => (isAbsolute(path) ? path : resolve(directory, path)))
    .flatMap((path) =>
      isFolder(path) ? { ...toOpened(path), kind: 'folder' as const } : (toFile(path) ?? []),
    );
}

/** One that names no file of this computer stays as it is, and is then no file. */
function pathOf(argument: string): string {
  if (!/^file:\/\//iu.test(argument)) return argument;
  try {
    return fileURLToPath(argument);
  } catch {
    return argument;
  }
}

/** Looks at the disk. The application's own folder, which a start from the sources names, is none to open. */
export function folderLooker(application: string): (path: string) => boolean {
  return (path) =>
    resolve(path) !== resolve(application) &&
    statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The newest first, each once, no more than the settings keep. */
export function remember(recent: readonly string[], opened: readonly string[], most = 20): string[] {
  return [...new Set([...opened, ...recent])].slice(0, most);
}
