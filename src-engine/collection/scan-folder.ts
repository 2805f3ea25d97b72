/** Finds the images below a folder: names, sizes and times, no contents. */
import { readdir, stat } from 'node:fs/promises';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import type { MayRead } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { isImageName } from '../files/image-names.ts';
import { barred } from '../files/may-read.ts';
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
  /** What could not be looked at: folders, links that lead nowhere or where nobody may look. */
  readonly problems: readonly Problem[];
}

/** So many files are asked for their size at a time. */
const atOnce = 64;

export interface StatOptions {
  readonly mayRead?: MayRead | undefined;
  /** Known before; told first. */
  readonly problems?: Problem[];
}

export interface ScanOptions extends Pick<StatOptions, 'mayRead'> {
  /** Only what lies in this folder below, and in those below it; '' for all. */
  readonly below?: string;
  /** Hears of every folder right before it is read. */
  readonly onFolder?: (below: string) => void;
}

/**
 * Links to folders are not followed, so a loop of them does no harm; links to files are. Hidden files and folders are a system's own.
 *
 * @throws EngineError `bad-input` where the folder itself cannot be read
 */
export async function scanFolder(
  folder: string,
  { below: first = '', onFolder, mayRead }: ScanOptions = {},
): Promise<Found> {
  const problems: Problem[] = [];
  const candidates: Candidate[] = [];
  const pending = [first];
  for (let below = pending.pop(); below !== undefined; below = pending.pop()) {
    onFolder?.(below);
    for (const entry of await entriesOf(folder, below, problems)) {
      if (entry.name.startsWith('.')) continue;
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) pending.push(name);
      else if (isImageName(entry.name)) candidates.push({ path: join(folder, name), name });
    }
  }
  candidates.sort((a, b) => (a.name < b.name ? -1 : 1));
  return statAll(candidates, { problems, mayRead });
}

export interface Candidate {
  readonly path: string;
  readonly name: string;
}

/** The same for files that are named one by one. */
export async function statAll(
  candidates: readonly Candidate[],
  { mayRead, problems = [] }: StatOptions = {},
): Promise<Found> {
  const files: FoundFile[] = [];
  for (let start = 0; start < candidates.length; start += atOnce) {
    const found = await Promise.all(
      candidates.slice(start, start + atOnce).map(async ({ path, name }) => {
        const reason = await barred(mayRead, path);
        if (reason !== undefined) return { name, reason };
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
    if (isMissing(cause)) return []; // removed since somebody saw it
    problems.push({
      name: below,
      reason: `The folder ${quotePath(below)} may not be read; its images are left out.`,
    });
    return [];
  }
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
}
