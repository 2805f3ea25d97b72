/** What a repository of the hub holds at a revision: its commit, its files with length and hash, its licence. Fetches no file. */
import { z } from 'zod';
import { EngineError } from '../errors.ts';
import { documentIfWhole } from '../files/document.ts';
import { clip } from '../files/words.ts';
import type { HubAddress } from './address.ts';
import { readBody, type Transport } from './transport.ts';
import { withRetries, type Trying } from './retries.ts';

/** How the hub says what a file's bytes must be. */
export type Digest =
  | { readonly kind: 'sha256'; readonly hex: string } // of the bytes
  | { readonly kind: 'git'; readonly hex: string }; // SHA-1 of a git blob

export interface RepositoryFile {
  readonly path: string; // with slashes, safe to join
  readonly bytes: number;
  readonly digest: Digest;
}

export interface Repository {
  readonly name: string; // as it was asked for
  /** What it is called now, where it was renamed. */
  readonly renamed?: string;
  readonly revision: string;
  readonly commit: string;
  readonly files: readonly RepositoryFile[];
  /** Files of the listing that have no safe name, length or hash. */
  readonly unusable: number;
  readonly gated: boolean;
  readonly licence: string | null;
}

const mostBytes = 32 * 1_048_576;
const mostFiles = 50_000;

const hex = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`, 'u'));
const size = z.int().nonnegative();

const siblingSchema = z.looseObject({
  rfilename: z.string().max(1000),
  size: size.nullish(),
  blobId: hex(40).nullish(),
  lfs: z.looseObject({ sha256: hex(64), size }).nullish(),
});

const infoSchema = z.looseObject({
  id: z.string().max(300),
  sha: hex(40),
  gated: z.union([z.boolean(), z.string()]).nullish(),
  siblings: z.array(siblingSchema).max(mostFiles),
  cardData: z
    .looseObject({
      license: z.union([z.string(), z.array(z.string())]).nullish(),
      license_name: z.string().nullish(),
    })
    .nullish()
    .catch(undefined),
  tags: z.array(z.string()).nullish().catch(undefined),
});

/** A path below a folder, whatever system reads it. */
export function isSafePath(path: string): boolean {
  if (path.length > 250 || /[\\:*?"<>|\p{Cc}]/u.test(path)) return false;
  return path
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && !/[. ]$/u.test(part));
}

function fileOf({
  rfilename,
  size: bytes,
  blobId,
  lfs,
}: z.infer<typeof siblingSchema>): RepositoryFile | undefined {
  if (!isSafePath(rfilename)) return undefined;
  if (lfs) return { path: rfilename, bytes: lfs.size, digest: { kind: 'sha256', hex: lfs.sha256 } };
  if (typeof bytes !== 'number' || typeof blobId !== 'string') return undefined;
  return { path: rfilename, bytes, digest: { kind: 'git', hex: blobId } };
}

function licenceOf({ cardData, tags }: z.infer<typeof infoSchema>): string | null {
  const said = cardData?.license;
  const first = typeof said === 'string' ? said : said?.[0];
  const named = first === 'other' ? (cardData?.license_name ?? first) : first;
  const tagged = tags?.find((tag) => tag.startsWith('license:'))?.slice(8);
  const licence = named ?? tagged;
  return licence === undefined ? null : clip(licence);
}

/** Throws EngineError `bad-input`: no such model, no access, no connection, an answer that is no listing. */
export async function readRepository(
  transport: Transport,
  { name, revision }: HubAddress,
  trying: Trying,
): Promise<Repository> {
  const about = { what: `the list of files of ${name}`, name, revision };
  const url = `${transport.access.endpoint}/api/models/${name}/revision/${encodeURIComponent(revision)}?blobs=true`;
  const text = await withRetries(trying, async () => {
    const answer = await transport.get(url, about, { signal: trying.signal });
    return (await readBody(answer, mostBytes, about)).toString('utf8');
  });
  const info = documentIfWhole(infoSchema, text);
  if (info === undefined) {
    const { host } = new URL(transport.access.endpoint);
    throw new EngineError('bad-input', `${host} does not answer as a hub does`, {
      remedy: 'check the endpoint and the proxy, which may want you to sign in',
    });
  }
  const files = info.siblings.map(fileOf).filter((file) => file !== undefined);
  return {
    name,
    ...(info.id === name ? {} : { renamed: clip(info.id) }),
    revision,
    commit: info.sha,
    files,
    unusable: info.siblings.length - files.length,
    gated: info.gated !== undefined && info.gated !== null && info.gated !== false,
    licence: licenceOf(info),
  };
}

/** The address of a file at a commit. */
export function fileUrl(endpoint: string, name: string, commit: string, path: string): string {
  return `${endpoint}/${name}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`;
}
