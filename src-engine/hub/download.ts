/** A model from the hub: chosen, fetched, checked against the hub's hashes, put into its place. Begun again it goes on where it was, whatever ended it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { indexFile } from '../checkpoint/weight-files.ts';
import { EngineError, throwIfAborted } from '../errors.ts';
import type { DownloadRequest, DownloadResult } from '../engine.ts';
import { quote } from '../files/words.ts';
import type { HubAccess } from './access.ts';
import { cachePlace } from './cache-place.ts';
import { hasDigest } from './digest.ts';
import { checkRoom, diskError, freeBytes } from './disk.ts';
import { fetchFile } from './fetch-file.ts';
import { folderPlace } from './folder-place.ts';
import { takeLock } from './lock.ts';
import { chooseFiles, hasIndexOnly } from './needed-files.ts';
import { keptBytes, openPart, removePart } from './part-file.ts';
import type { Place } from './place.ts';
import { readRepository, type Repository, type RepositoryFile } from './repository.ts';
import { usualPatience, type Patience } from './retries.ts';
import { checkIsModel, shardsOf } from './shards.ts';
import { createTransport, usualTimeouts, type Timeouts } from './transport.ts';

export interface DownloadHost {
  readonly access: HubAccess;
  readonly cache: string; // the download cache
  readonly signal?: AbortSignal | undefined;
  readonly report?: (stage: string, done: number, total: number) => void;
  /** Something more is on the disk for good. */
  readonly kept?: () => void;
  readonly tuning?: Partial<Tuning>;
}

export interface Tuning {
  readonly patience: Patience;
  readonly timeouts: Timeouts;
  readonly pieceBytes: number;
  readonly connections: number;
  readonly free: (path: string) => Promise<number>;
}

export const usual: Tuning = {
  patience: usualPatience,
  timeouts: usualTimeouts,
  pieceBytes: 8 * 1_048_576,
  connections: 6,
  free: freeBytes,
};

export function placeOf({ name, revision, commit, to, repair }: DownloadRequest, cache: string): Place {
  return to === undefined ? cachePlace({ cache, name, revision, commit }) : folderPlace(to, repair === true);
}

/** Throws EngineError: one sentence, and what has come is kept; `aborted`. */
export async function download(request: DownloadRequest, host: DownloadHost): Promise<DownloadResult> {
  const { patience, timeouts, pieceBytes, connections, free } = { ...usual, ...host.tuning };
  const { access, cache, signal, report, kept } = host;
  const place = placeOf(request, cache);
  const transport = await createTransport(access, timeouts);
  let stage = 'Asking the hub';
  let [come, total] = [0, 0];
  const say = (words = stage) => report?.(words, come, total);
  const trying = {
    patience,
    signal,
    onWait: (ms: number) => say(`Waiting for the hub, ${Math.ceil(ms / 1000)} s`),
  };
  let fetchedBytes = 0;
  const repaired: string[] = [];

  /** The path of a file that needs no fetching; with `repair` by its content. */
  async function usable(file: RepositoryFile): Promise<string | undefined> {
    const path = await place.present(file, signal);
    if (path === undefined || request.repair !== true) return path;
    stage = `Checking ${file.path}`;
    const right = await hasDigest(path, file, {
      signal,
      onBytes: (bytes) => {
        come += bytes;
        say();
      },
    });
    come -= file.bytes;
    if (right) return path;
    repaired.push(file.path);
    return undefined;
  }

  async function fetchWhole(file: RepositoryFile, repository: Repository): Promise<void> {
    const before = come;
    for (let attempt = 1; ; attempt += 1) {
      const part = await openPart(place.partOf(file), file.bytes, pieceBytes, kept);
      const resumed = part.come();
      try {
        const onBytes = (now: number) => {
          come = before + now;
          say();
        };
        onBytes(resumed);
        stage = 'Downloading';
        await fetchFile(file, part, { transport, repository, trying, connections, onBytes });
      } finally {
        fetchedBytes += part.come() - resumed;
        await part.close();
      }
      if (await hasDigest(part.path, file, { signal })) {
        await place.settle(file);
        kept?.();
        come = before + file.bytes;
        return;
      }
      come = before;
      await removePart(part.path);
      // Bytes of an earlier run may have suffered on the disk; those of one run were wrong when they came.
      if (attempt === 2) {
        throw new EngineError(
          'bad-input',
          `What came of ${quote(file.path)} is not what the hub says it has`,
          {
            remedy: 'try again later, or by another endpoint or without the proxy',
          },
        );
      }
    }
  }

  async function fetchAll(files: readonly RepositoryFile[], repository: Repository): Promise<void> {
    const missing: RepositoryFile[] = [];
    for (const file of files) {
      throwIfAborted(signal);
      if ((await usable(file)) === undefined) missing.push(file);
      else {
        come += file.bytes;
        await removePart(place.partOf(file)); // of a process that ended right after the last piece
      }
      say();
    }
    let left = 0;
    for (const file of missing)
      left += file.bytes - (await keptBytes(place.partOf(file), file.bytes, pieceBytes));
    await checkRoom(place.directory, left, free);
    for (const file of missing) await fetchWhole(file, repository);
  }

  try {
    say();
    const found = await readRepository(transport, { name: request.name, revision: request.commit }, trying);
    if (found.commit !== request.commit) {
      throw new EngineError('bad-input', `${quote(request.commit)} is no commit of ${quote(request.name)}`, {
        remedy: 'list the model again',
      });
    }
    checkIsModel(found);
    const giveBack = await takeLock(place.lock, quote(request.name));
    try {
      await place.prepare(found.licence);
      const index = hasIndexOnly(found.files) ? found.files.filter(({ path }) => path === indexFile) : [];
      total = index.reduce((sum, { bytes }) => sum + bytes, 0);
      await fetchAll(index, found);
      const shards =
        index.length === 0
          ? undefined
          : shardsOf(await readFile(join(place.directory, indexFile), 'utf8'), found);
      const { needed } = chooseFiles(found.files, shards);
      total = needed.reduce((sum, { bytes }) => sum + bytes, 0);
      await fetchAll(
        needed.filter((file) => !index.includes(file)),
        found,
      );
      await place.finish();
      return {
        name: request.name,
        commit: request.commit,
        directory: place.directory,
        files: needed.length,
        fetchedBytes,
        repaired,
      };
    } finally {
      await giveBack();
    }
  } catch (cause) {
    throw diskError(cause, place.directory);
  } finally {
    await transport.close();
  }
}
