/** The folder of quantised copies: made where it is missing, tidied of work that was interrupted, checked for room. */
import { mkdir, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { temporarySuffix } from '../../files/temporary-names.ts';
import { EngineError } from '../../errors.ts';
import { forOwner } from '../../files/for-owner.ts';

/** Whoever writes a copy touches its file every second, so one that has not been touched for an hour was abandoned. */
const abandonedMs = 3_600_000;

/** Throws `bad-input` where the folder cannot be made or the disk lacks room for `bytes`. */
export async function prepareFolder(directory: string, bytes: number): Promise<void> {
  try {
    await mkdir(directory, { recursive: true, mode: forOwner.folder });
    await removeAbandoned(directory);
  } catch (cause) {
    throw new EngineError('bad-input', `The folder ${directory} for quantised models cannot be used`, {
      remedy: 'set DYMU_CACHE to a folder that you may write to',
      detail: String(cause),
      cause,
    });
  }
  const free = await freeBytes(directory);
  if (free < bytes) {
    throw new EngineError(
      'bad-input',
      `A quantised copy of this model takes ${megabytes(bytes)}, but ${directory} has ${megabytes(free)} of free space`,
      { remedy: 'free some, or set DYMU_CACHE to a folder on another disk' },
    );
  }
}

async function removeAbandoned(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.endsWith(temporarySuffix)) continue;
    const path = join(directory, name);
    const status = await stat(path).catch(() => undefined); // another process may have finished it just now
    if (status !== undefined && Date.now() - status.mtimeMs > abandonedMs) await rm(path, { force: true });
  }
}

/** Unlimited where the file system does not say. */
async function freeBytes(directory: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(directory);
    return bavail * bsize;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
