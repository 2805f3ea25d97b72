/** What a disk has free, and what its failures mean for a download. */
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EngineError } from '../errors.ts';
import { quotePath } from '../files/words.ts';

/** What must be free for so many bytes to be fetched: some stays free. */
export const roomFor = (bytes: number): number => (bytes === 0 ? 0 : bytes + margin);

/** Left free beside what is fetched: for links, records and whoever else writes. */
const margin = 64 * 1_048_576;

/** Bytes, of the disk that the path is or will be on. */
export async function freeBytes(path: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(path);
    return bavail * bsize;
  } catch (cause) {
    const above = dirname(path);
    if (above === path) throw diskError(cause, path);
    return freeBytes(above);
  }
}

export const gigabytes = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.ceil(bytes / 1e6)} MB`;

/** Throws `bad-input` where what is left to fetch does not fit. */
export async function checkRoom(path: string, bytes: number, free = freeBytes): Promise<void> {
  if (bytes === 0) return;
  const there = await free(path);
  if (roomFor(bytes) <= there) return;
  throw new EngineError(
    'bad-input',
    `The download needs ${gigabytes(bytes)} and ${gigabytes(margin)} beside it, and the disk of ${quotePath(path)} has ${gigabytes(there)} free`,
    { remedy: 'make room, or name another cache in HF_HUB_CACHE' },
  );
}

const words: ReadonlyMap<string, readonly [fact: string, remedy: string]> = new Map([
  ['ENOSPC', ['is full', 'make room and go on; what has come is kept']],
  ['EDQUOT', ['is as full as you may make it', 'make room and go on; what has come is kept']],
  ['EACCES', ['may not be written', 'allow writing it for your user, or name another cache in HF_HUB_CACHE']],
  ['EPERM', ['may not be written', 'allow writing it for your user, or name another cache in HF_HUB_CACHE']],
  ['EROFS', ['may not be written', 'name another cache in HF_HUB_CACHE']],
  ['EFBIG', ['takes no file of that length', 'name a cache on another disk in HF_HUB_CACHE']],
]);

/** The sentence for a failure of the file system; what is a sentence already stays it. */
export function diskError(cause: unknown, path: string): unknown {
  if (cause instanceof EngineError || !(cause instanceof Error) || !('code' in cause)) return cause;
  const code = String(cause.code);
  if (!/^E[A-Z0-9]+$/u.test(code) || !('syscall' in cause)) return cause;
  const [fact, remedy] = words.get(code) ?? [`cannot be written (${code})`, 'check the disk and go on'];
  return new EngineError('bad-input', `The disk of ${quotePath(path)} ${fact}`, {
    remedy,
    detail: cause.message,
    cause,
  });
}
