/**
 * Watches a folder and the folders below it: says at which names something has happened, and nothing of what. One watch a folder where the system
 * knows no others (Linux), one for all of them elsewhere. Links are not followed, hidden files and folders are left out.
 */
import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { basename, join, sep } from 'node:path';
import { isImageName } from '../files/image-names.ts';
import { quotePath } from '../files/words.ts';
import { watchedNames } from './watched-names.ts';
import type { Changes } from './watched-names.ts';

export interface FolderWatch {
  /** Why it sees nothing any more: one sentence. Undefined while it watches. */
  readonly problem: string | undefined;
  /** A folder below, '' for the folder itself, is about to be read: what happens in it from now on is seen. */
  enter(below: string): void;
  /** A folder is gone, or another one stands in its place: it and all below are watched no longer. */
  leave(below: string): void;
  /** What has happened since the last call and is over. */
  take(): Changes;
  close(): void;
}

export interface WatchOptions {
  /** Whether one watch sees all folders below. */
  readonly recursive?: boolean;
  /** More folders are not watched; each costs the system a kilobyte or two. */
  readonly mostFolders?: number;
  readonly now?: () => number;
}

const usualMost = 20_000;
const ownRecursion = ['darwin', 'win32'].includes(process.platform);

/** Never throws: what cannot be watched is said by `problem`. */
export function watchFolder(
  folder: string,
  { recursive = ownRecursion, mostFolders = usualMost, now }: WatchOptions = {},
): FolderWatch {
  const names = watchedNames(now);
  const watches = new Map<string, FSWatcher>();
  let problem: string | undefined;

  function close(): void {
    for (const each of watches.values()) each.close();
    watches.clear();
  }

  function fail(reason: string): void {
    problem ??= reason;
    close();
  }

  function add(below: string): void {
    try {
      const watcher = watch(join(folder, below), { persistent: false, recursive }, (event, name) =>
        hear(below, event, name),
      );
      watcher.on('error', (cause) => {
        // A folder that was removed is heard of through the one above it; on Windows this is how it is told.
        if (below === '') names.noteEverything();
        else if (codeOf(cause) !== 'ENOENT' && codeOf(cause) !== 'EPERM') fail(failureWords(cause));
        watches.get(below)?.close();
        watches.delete(below);
      });
      watches.set(below, watcher);
    } catch (cause) {
      if (['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(codeOf(cause))) return; // reading it will say so
      fail(failureWords(cause));
    }
  }

  function hear(below: string, event: string, heard: string | null): void {
    if (heard === null) {
      if (recursive) names.noteEverything();
      else names.note(below);
      return;
    }
    // So the end of the folder itself is told, and another one may stand there by now.
    if (below === '' && event === 'rename' && heard === basename(folder)) names.noteEverything();
    const name = below === '' ? heard.split(sep).join('/') : `${below}/${heard}`;
    if (name.split('/').some((part) => part.startsWith('.'))) return;
    // What is written into other files is nobody's business; a folder is renamed, made or removed.
    if (event === 'change' && !isImageName(name)) return;
    names.note(name);
  }

  return {
    get problem() {
      return problem;
    },
    enter(below) {
      if (problem !== undefined || watches.has(below) || (recursive && below !== '')) return;
      if (watches.size >= mostFolders) {
        fail(
          `There are more than ${mostFolders.toLocaleString('en')} folders in ${quotePath(folder)}, too many to watch each.`,
        );
      } else add(below);
    },
    leave(below) {
      for (const [each, watcher] of watches) {
        if (below !== '' && each !== below && !each.startsWith(`${below}/`)) continue;
        watcher.close();
        watches.delete(each);
      }
    },
    take: () => names.take(),
    close,
  };
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : '';

function failureWords(cause: unknown): string {
  const code = codeOf(cause);
  if (code === 'ENOSPC' || code === 'EMFILE' || code === 'ENFILE')
    return 'This computer allows no more folders to be watched (a limit of the system).';
  return `The folder cannot be watched (${code === '' ? String(cause) : code}).`;
}
