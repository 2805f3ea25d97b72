/** SHA-256 of files, texts and bytes, as hex. Files pass through in pieces: they may be large, and somebody may have a window to serve meanwhile. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** Rejects with the file system's own error. */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Of one file its own, of several that of their hashes in order. Rejects with the file system's own error. */
export async function sha256OfFiles(paths: readonly string[]): Promise<string> {
  const hashes: string[] = [];
  for (const path of paths) hashes.push(await sha256OfFile(path));
  const [only] = hashes;
  return only !== undefined && hashes.length === 1 ? only : sha256(hashes.join('\n'));
}

export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}
