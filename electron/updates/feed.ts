/**
 * What a build knows about its updates: where they are announced and whose signature counts. The file is written by the release and by nothing
 * else, so that a build without it cannot update itself.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** Encrypted, or this machine itself, which tests are. */
function isSafe(address: string): boolean {
  const { protocol, hostname, username, search, hash } = new URL(address);
  if (username !== '' || search !== '' || hash !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && hostname === '127.0.0.1');
}

/** The fields that electron-updater reads from the same file have its names; JSON is YAML, too. */
export const feedSchema = z.object({
  provider: z.literal('generic'),
  /** The folder of the channel files and installers; ends with a slash. */
  url: z.url().refine((url) => url.endsWith('/') && isSafe(url)),
  updaterCacheDirName: z.string().regex(/^[a-z0-9-]{1,60}$/),
  /** Windows: the publisher in the certificate of the installers. */
  publisherName: z.array(z.string().min(1)).default([]),
  /** Public keys (Ed25519, DER as base64); a channel file is signed by one of them. */
  signingKeys: z.array(z.string().regex(/^[A-Za-z0-9+/]{59}=$/)).min(1),
});

export type Feed = z.infer<typeof feedSchema>;

/** Undefined where there is no such file, or where it is not what the release writes. */
export async function readFeed(file: string): Promise<Feed | undefined> {
  try {
    const parsed = feedSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
