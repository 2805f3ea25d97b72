/** Makes of any picture one that a job can keep beyond the end of this process: a file. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ImageRef, ImageSource, Job, JobRequest } from '../engine.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import { forOwner } from '../files/for-owner.ts';
import { sha256 } from '../files/sha256.ts';

const pastedFolder = (cacheDirectory: string) => join(cacheDirectory, 'pasted');

/** Whether the engine itself has written it, out of a request's bytes. */
export function isPasted(picture: string, cacheDirectory: string): boolean {
  return dirname(picture) === pastedFolder(cacheDirectory);
}

/** A picture as a job may keep it: by a file. */
export type FilePicture = Exclude<ImageSource, { readonly kind: 'bytes' }>;

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
  const { image, laterFrames } = request.sweep;
  const sources = [image, ...(laterFrames ?? [])].map((ref) => keeper.sourceOf(ref));
  const folder = pastedFolder(keeper.cacheDirectory);
  const asFile = async (source: ImageSource): Promise<FilePicture> => {
    if (source.kind !== 'bytes') return source;
    const { reading, frame } = source;
    const path = join(folder, sha256(source.bytes));
    await writeAtomically(path, source.bytes, forOwner.file);
    return {
      kind: 'file',
      path,
      ...(reading === undefined ? {} : { reading }),
      ...(frame === undefined ? {} : { frame }),
    };
  };
  if (sources.some(({ kind }) => kind === 'bytes')) {
    await mkdir(folder, { recursive: true, mode: forOwner.folder }).catch(() => undefined); // writing says what is wrong
    const now = sources.flatMap((source) =>
      source.kind === 'bytes' ? [join(folder, sha256(source.bytes))] : [],
    );
    await removeUnnamed(folder, new Set([...now, ...keeper.jobs().flatMap(filesOf)]));
  }
  const [first, ...later] = await Promise.all(sources.map(asFile));
  if (first === undefined) return request;
  const frames = laterFrames === undefined ? {} : { laterFrames: later };
  return { ...request, sweep: { ...request.sweep, image: first, ...frames } };
}

/** A video has more than the one that the list names. */
function filesOf({ about, sweep }: Job): string[] {
  const frames = sweep?.laterFrames ?? [];
  return [about, ...frames.flatMap((frame) => (frame.kind === 'file' ? [frame.path] : []))];
}

async function removeUnnamed(folder: string, named: ReadonlySet<string>): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const paths = names.map((name) => join(folder, name)).filter((path) => !named.has(path));
  await Promise.all(paths.map((path) => rm(path, { force: true }).catch(() => undefined)));
}
