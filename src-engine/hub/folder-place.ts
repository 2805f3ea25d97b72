/** A model's place in a folder of its own: plain files. Nothing that lies there already is written over unless it is to be repaired. */
import { mkdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EngineError } from '../errors.ts';
import { quotePath } from '../files/words.ts';
import { hasDigest } from './digest.ts';
import type { Place } from './place.ts';
import type { RepositoryFile } from './repository.ts';

const partsFolder = '.dymu-download';

/** @param repair files that are not the hub's are replaced */
export function folderPlace(directory: string, repair: boolean): Place {
  const parts = join(directory, partsFolder);
  const pathOf = ({ path }: RepositoryFile) => join(directory, ...path.split('/'));
  const partOf = ({ digest }: RepositoryFile) => join(parts, digest.hex);
  return {
    directory,
    lock: join(parts, 'lock'),
    prepare: async () => {
      await mkdir(parts, { recursive: true });
    },
    present: async (file, signal) => {
      const path = pathOf(file);
      const there = await stat(path).catch(() => undefined);
      if (there === undefined) return undefined;
      // Whose file it is nobody knows: its content says.
      const same = there.isFile() && there.size === file.bytes && (await hasDigest(path, file, { signal }));
      if (same) return path;
      if (repair && there.isFile()) return undefined;
      throw new EngineError('bad-input', `${quotePath(path)} is another file than the one to be downloaded`, {
        remedy: 'give an empty folder, or ask for a repair, which replaces it',
      });
    },
    find: async (file) => {
      const there = await stat(pathOf(file)).catch(() => undefined);
      return there?.isFile() === true && there.size === file.bytes ? pathOf(file) : undefined;
    },
    partOf,
    settle: async (file) => {
      await mkdir(dirname(pathOf(file)), { recursive: true });
      await rename(partOf(file), pathOf(file));
      await rm(`${partOf(file)}.pieces`, { force: true });
    },
    finish: async () => {
      await rm(join(parts, 'lock'), { force: true });
      await rmdir(parts).catch(() => undefined); // somebody else’s files are in it
    },
  };
}
