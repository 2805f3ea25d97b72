/** The names in a folder, for telling what kind of folder it is. Opens no file. */
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDirectory } from '../hub-cache.ts';

/** A folder of pictures may hold a million; what tells a kind stands among the first. */
const mostNames = 20_000;

export interface FolderListing {
  readonly directory: string; // absolute
  /** Files and links to files. */
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/** Sorted, so that sentences do not depend on the file system. Empty where the folder cannot be read. */
export async function listFolder(directory: string): Promise<FolderListing> {
  const [files, folders]: [string[], string[]] = [[], []];
  try {
    for await (const entry of await opendir(directory)) {
      const folder = entry.isSymbolicLink()
        ? await isDirectory(join(directory, entry.name))
        : entry.isDirectory();
      (folder ? folders : files).push(entry.name);
      if (files.length + folders.length >= mostNames) break;
    }
  } catch {
    // Whoever asked knows that something is missing; why is said there.
  }
  return { directory, files: files.sort(), folders: folders.sort() };
}

export function fileLike({ files }: FolderListing, pattern: RegExp): string | undefined {
  return files.find((name) => pattern.test(name));
}
