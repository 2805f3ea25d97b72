/**
 * A model's place in Hugging Face's download cache, as huggingface_hub lays it out: bytes under their hash in blobs/, a folder of links for
 * every commit in snapshots/, commits of branches in refs/. Other programs use the same files.
 */
import { mkdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { repositoryFolder } from '../checkpoint/hub-cache.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import { temporaryOf } from '../files/temporary-names.ts';
import { noteOwn } from './own-downloads.ts';
import type { Place } from './place.ts';
import type { RepositoryFile } from './repository.ts';

export const partSuffix = '.dymu-part';
/** Reasons of systems that make no links, or not for this user. */
const noLinks: ReadonlySet<string> = new Set([
  'EPERM',
  'EACCES',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EINVAL',
  'UNKNOWN',
]);

async function hasLength(path: string, bytes: number): Promise<boolean> {
  const there = await stat(path).catch(() => undefined);
  return there?.isFile() === true && there.size === bytes;
}

/** A link from the snapshot to the blob; where there are none, the blob itself, as huggingface_hub does it. Replaces what is not whole. */
export async function linkTo(
  blob: string,
  pointer: string,
  makeLink: typeof symlink = symlink,
): Promise<void> {
  await mkdir(dirname(pointer), { recursive: true });
  const temporary = temporaryOf(pointer);
  try {
    await makeLink(relative(dirname(pointer), blob), temporary);
    await rename(temporary, pointer);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (!noLinks.has(code)) throw cause;
    await rename(blob, pointer);
  }
}

export interface CachePlaceOptions {
  readonly cache: string;
  readonly name: string;
  readonly revision: string;
  readonly commit: string;
  /** For tests of systems without links. */
  readonly makeLink?: typeof symlink;
}

export function cachePlace({ cache, name, revision, commit, makeLink }: CachePlaceOptions): Place {
  const folder = repositoryFolder(name) ?? '';
  const repository = join(cache, folder);
  const directory = join(repository, 'snapshots', commit);
  const blobOf = ({ digest }: RepositoryFile) => join(repository, 'blobs', digest.hex);
  const pointerOf = ({ path }: RepositoryFile) => join(directory, ...path.split('/'));
  return {
    directory,
    lock: join(cache, '.locks', folder, 'dymu-explorer.lock'),
    prepare: async (licence) => {
      await mkdir(join(repository, 'blobs'), { recursive: true });
      await mkdir(directory, { recursive: true });
      await noteOwn(repository, commit, licence);
    },
    present: async (file) => {
      const [pointer, blob] = [pointerOf(file), blobOf(file)];
      if (await hasLength(pointer, file.bytes)) return pointer;
      if (!(await hasLength(blob, file.bytes))) return undefined;
      await linkTo(blob, pointer, makeLink);
      return pointer;
    },
    find: async (file) => {
      for (const path of [pointerOf(file), blobOf(file)]) if (await hasLength(path, file.bytes)) return path;
      return undefined;
    },
    partOf: (file) => `${blobOf(file)}${partSuffix}`,
    settle: async (file) => {
      await rename(`${blobOf(file)}${partSuffix}`, blobOf(file));
      await rm(`${blobOf(file)}${partSuffix}.pieces`, { force: true });
      await linkTo(blobOf(file), pointerOf(file), makeLink);
    },
    finish: async () => {
      if (revision === commit) return;
      const ref = join(repository, 'refs', ...revision.split('/'));
      await mkdir(dirname(ref), { recursive: true });
      await writeAtomically(ref, commit);
    },
  };
}
