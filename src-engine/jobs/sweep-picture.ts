/** Makes of any picture one that a job can keep beyond the end of this process: a file. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageRef, ImageSource, Job, JobRequest } from '../engine.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import { forOwner } from '../files/for-owner.ts';
import { sha256 } from '../files/sha256.ts';

export interface PictureKeeper {
  readonly cacheDirectory: string;
  readonly sourceOf: (ref: ImageRef) => ImageSource;
  readonly jobs: () => readonly Job[];
}

/**
 * The same request, its picture as a file. Pasted bytes are written into the cache folder, for their owner only; those that no job on the list names
 * any more are removed then.
 *
 * @throws EngineError `bad-input` for a picture that is not open any more, and where the folder cannot be written
 */
export async function withPictureFile(request: JobRequest, keeper: PictureKeeper): Promise<JobRequest> {
  if (request.kind !== 'sweep') return request;
  const source = keeper.sourceOf(request.sweep.image);
  if (source.kind !== 'bytes') return { ...request, sweep: { ...request.sweep, image: source } };
  const folder = join(keeper.cacheDirectory, 'pasted');
  const path = join(folder, sha256(source.bytes));
  await mkdir(folder, { recursive: true, mode: forOwner.folder }).catch(() => undefined); // writing says what is wrong
  await removeUnnamed(folder, new Set([path, ...keeper.jobs().map(({ about }) => about)]));
  await writeAtomically(path, source.bytes, forOwner.file);
  const { reading } = source;
  const image = { kind: 'file', path, ...(reading === undefined ? {} : { reading }) } as const;
  return { ...request, sweep: { ...request.sweep, image } };
}

async function removeUnnamed(folder: string, named: ReadonlySet<string>): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const paths = names.map((name) => join(folder, name)).filter((path) => !named.has(path));
  await Promise.all(paths.map((path) => rm(path, { force: true }).catch(() => undefined)));
}
