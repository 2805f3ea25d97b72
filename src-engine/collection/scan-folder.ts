/** Finds the images below a folder: names, sizes and times, no contents. */
import { readdir, stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from '../errors.ts';
import { isImageName } from '../files/image-names.ts';
import { quotePath } from '../files/words.ts';

export interface FoundFile {
  readonly path: string; // absolute
  readonly name: string; // below the folder, with '/'; as the list has it
  readonly bytes: number;
  readonly modifiedMs: number;
}

export interface Problem {
  readonly name: string;
  readonly reason: string; // one sentence
}

export interface Found {
  /** By name. */
  readonly files: readonly FoundFile[];
  /** What could not be looked at: folders, links that lead nowhere. */
  readonly problems: readonly Problem[];
}

/** So many files are asked for their size at a time. */
const atOnce = 64;

/**
 * Links to folders are not followed, so a loop of them does no harm; links to files are. Hidden files and folders are a system's own.
 *
 * @throws EngineError `bad-input` where the folder itself cannot be read
 */
export async function scanFolder(folder: string): Promise<Found> {
  const problems: Problem[] = [];
  const candidates: { readonly path: string; readonly name: string }[] = [];
  const pending = [''];
  for (let below = pending.pop(); below !== undefined; below = pending.pop()) {
    for (const entry of await entriesOf(folder, below, problems)) {
      if (entry.name.startsWith('.')) continue;
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) pending.push(name);
      else if (isImageName(entry.name)) candidates.push({ path: join(folder, name), name });
    }
  }
  candidates.sort((a, b) => (a.name < b.name ? -1 : 1));
  return statAll(candidates, problems);
}

/** The same for files that are named one by one. */
export async function statAll(
  candidates: readonly { readonly path: string; readonly name: string }[],
  problems: Problem[] = [],
): Promise<Found> {
  const files: FoundFile[] = [];
  for (let start = 0; start < candidates.length; start += atOnce) {
    const found = await Promise.all(
      candidates.slice(start, start + atOnce).map(async ({ path, name }) => {
        try {
          const info = await stat(path);
          if (info.isFile()) return { path, name, bytes: info.size, modifiedMs: info.mtimeMs };
          return { name, reason: `${quotePath(name)} is not an ordinary file.` };
        } catch {
          return { name, reason: `${quotePath(name)} is not there, or may not be read.` };
        }
      }),
    );
    for (const one of found) {
      if (one.reason !== undefined) problems.push(one);
      else files.push(one);
    }
  }
  return { files, problems };
}

async function entriesOf(folder: string, below: string, problems: Problem[]): Promise<readonly Dirent[]> {
  try {
    return await readdir(join(folder, below), { withFileTypes: true });
  } catch (cause) {
    if (below === '') {
      throw new EngineError('bad-input', `The folder ${quotePath(folder)} is not there, or may not be read`, {
        remedy: 'check the path and its permissions; what was counted in it is kept',
        cause,
      });
    }
    problems.push({
      name: below,
      reason: `The folder ${quotePath(below)} may not be read; its images are left out.`,
    });
    return [];
  }
}
