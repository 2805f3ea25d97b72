/** What a browser may name on the server's disk: what really lies at or below a few folders, links followed to their ends. */
import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, resolve, sep } from 'node:path';
import type { MayRead } from '../src-engine/engine.ts';
import { EngineError } from '../src-engine/errors.ts';
import { quote } from '../src-engine/files/words.ts';

export type Reach = (path: string) => Promise<boolean>;

/** @param folders of which those that are not there reach nothing until they are: the server makes some when they are needed */
export async function createReach(folders: readonly string[]): Promise<Reach> {
  const roots = new Map<string, string>();
  async function lookAgain(): Promise<void> {
    for (const folder of folders) {
      const root = roots.has(folder) ? undefined : await realPlace(folder);
      if (root !== undefined) roots.set(folder, root);
    }
  }
  await lookAgain();
  return async (path) => {
    if (path.includes('\0')) return false;
    const place = await realPlace(path);
    if (place === undefined) return false;
    await lookAgain();
    return [...roots.values()].some((root) => isBelow(root, place));
  };
}

/**
 * What the contents of offered files and folders may name: what these folders hold. A file that is not there may be asked for, so that missing it is
 * told as such; where it would lie is looked at all the same, so that nobody learns what is there elsewhere.
 */
export function offeredOnly(folders: readonly string[]): MayRead {
  const reach = createReach(folders);
  return async (path) => {
    if (!path.includes('\0') && (await (await reach)(await nearest(resolve(path))))) return;
    throw new EngineError('bad-input', `${quote(basename(path))} lies in no folder that this server offers`, {
      remedy: 'copy it into one that is offered, or start dymu serve with its --folder too',
    });
  };
}

/** The path itself, or the nearest folder above it that is there. A link that leads nowhere is there. */
async function nearest(path: string): Promise<string> {
  const found = await lstat(path).catch(() => undefined);
  return found !== undefined || dirname(path) === path ? path : nearest(dirname(path));
}

/** Undefined for what is not there. */
export function realPlace(path: string): Promise<string | undefined> {
  return realpath(resolve(path)).catch(() => undefined);
}

function isBelow(root: string, place: string): boolean {
  return place === root || place.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** The first of the paths that cannot be reached. */
export async function outOfReach(reach: Reach, paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) if (!(await reach(path))) return path;
  return undefined;
}
