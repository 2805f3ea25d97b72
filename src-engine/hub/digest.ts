/** Whether a file's bytes are those that the hub has: SHA-256, or the SHA-1 of a git blob for files that git keeps itself. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { throwIfAborted } from '../errors.ts';
import type { RepositoryFile } from './repository.ts';

/** Bytes between two reports, and two looks at the signal. */
const stepBytes = 4 * 1_048_576;

/** @param onBytes so many more have been looked at */
export async function hasDigest(
  path: string,
  { bytes, digest }: Pick<RepositoryFile, 'bytes' | 'digest'>,
  { signal, onBytes }: { signal?: AbortSignal | undefined; onBytes?: (bytes: number) => void } = {},
): Promise<boolean> {
  const hash = createHash(digest.kind === 'git' ? 'sha1' : 'sha256');
  if (digest.kind === 'git') hash.update(`blob ${bytes}\0`);
  for await (const piece of createReadStream(path, { highWaterMark: stepBytes }) as AsyncIterable<Buffer>) {
    throwIfAborted(signal);
    hash.update(piece);
    onBytes?.(piece.length);
  }
  return hash.digest('hex') === digest.hex;
}
