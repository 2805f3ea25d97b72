/** Which commits in a repository's cache folder this program has begun to download, which it may take away without being told twice, and the licence that its page named. */
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../files/atomic-write.ts';
import { readText } from '../files/bounded-file.ts';
import { documentIfWhole } from '../files/document.ts';

/** Beside blobs, refs and snapshots, where nobody else looks. */
export const ownFile = '.dymu-explorer.json';

const schema = z.object({
  version: z.literal(1),
  commits: z.array(z.string()).max(10_000),
  licence: z.string().max(100).nullable(),
});

export interface OwnDownloads {
  readonly commits: readonly string[];
  readonly licence: string | null;
}

/** None where the file is not there or not ours to read. */
export async function ownDownloads(repository: string): Promise<OwnDownloads> {
  const path = join(repository, ownFile);
  const subject = { file: path, code: 'bad-input', remedy: 'delete it' } as const;
  const text = await readText(path, 1_048_576, subject).catch(() => '');
  return documentIfWhole(schema, text) ?? { commits: [], licence: null };
}

export async function writeOwn(repository: string, { commits, licence }: OwnDownloads): Promise<void> {
  await writeAtomically(join(repository, ownFile), `${JSON.stringify({ version: 1, commits, licence })}\n`);
}

export async function noteOwn(repository: string, commit: string, licence: string | null): Promise<void> {
  const before = await ownDownloads(repository);
  if (before.commits.includes(commit) && before.licence === licence) return;
  await writeOwn(repository, { commits: [...new Set([...before.commits, commit])], licence });
}
