/** Downloads of tests: from a hub of theirs into a folder of theirs, impatient. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hubAccess } from '../../src-engine/hub/access.ts';
import { download, type DownloadHost, type Tuning } from '../../src-engine/hub/download.ts';
import type { DownloadRequest, DownloadResult } from '../../src-engine/engine.ts';
import type { FakeHub } from './fake-hub.ts';

export const impatient: Partial<Tuning> = {
  patience: { attempts: 4, firstMs: 1, longestMs: 4 },
  timeouts: { connectMs: 2000, silenceMs: 300 },
  pieceBytes: 8192,
  connections: 4,
};

export interface Into {
  readonly cache: string;
  readonly token?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function fetchModel(
  hub: Pick<FakeHub, 'endpoint'>,
  { cache, token, environment = {} }: Into,
  request: Partial<DownloadRequest> = {},
  host: Partial<DownloadHost> = {},
): Promise<DownloadResult> {
  const access = await hubAccess(
    { HF_ENDPOINT: hub.endpoint, HF_HOME: cache, ...environment },
    token === undefined ? {} : { token },
  );
  return download(
    { name: 'org/model', revision: 'main', commit: 'a'.repeat(40), ...request },
    { access, cache, tuning: impatient, ...host },
  );
}

/** Every file below a folder with its bytes, links followed. */
export async function filesBelow(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  const read = paths.map(async (path) => [path.slice(folder.length + 1), await readFile(path)] as const);
  return new Map((await Promise.all(read)).sort(([a], [b]) => (a < b ? -1 : 1)));
}
