/** The models in the download cache, with what they take and who has fetched them; and taking one away. Asks nobody. */
import { readdir, readFile, readlink, rm, rmdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cachedModels, type CachedModel } from '../checkpoint/cached-models.ts';
import { repositoryFolder, snapshotOf } from '../checkpoint/hub-cache.ts';
import type { CachedHubModel, HubModels, RemoveHubModelRequest, RemovedHubModel } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { quote } from '../files/words.ts';
import { cachePlace, partSuffix } from './cache-place.ts';
import { takeLock } from './lock.ts';
import { ownDownloads, writeOwn } from './own-downloads.ts';

/** Of all files below, links not followed: blocks, since a part file has holes. */
async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  let sum = 0;
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const status = await stat(join(entry.parentPath, entry.name)).catch(() => undefined);
    // Windows counts no blocks.
    sum +=
      status === undefined ? 0 : status.blocks > 0 ? Math.min(status.size, 512 * status.blocks) : status.size;
  }
  return sum;
}

async function describe({ name, directory, versions }: CachedModel): Promise<CachedHubModel> {
  const own = await ownDownloads(directory);
  const main = await snapshotOf(directory);
  const whole = versions.some((version) => version.directory === main && version.lacks === undefined);
  return {
    name,
    directory,
    bytes: await bytesBelow(directory),
    licence: own.licence,
    versions: versions.map(({ commit, directory: folder, lacks }) => ({
      commit,
      directory: folder,
      lacks: lacks ?? null,
      own: own.commits.includes(commit),
    })),
    usable: whole && main !== undefined ? main : null,
  };
}

export async function hubModels(cache: string): Promise<HubModels> {
  const models = await Promise.all((await cachedModels(cache)).map(describe));
  // A repository of which nothing has come is no model.
  return { cache, models: models.filter(({ versions }) => versions.length > 0) };
}

/** Names of the blobs that the links of a snapshot lead to. */
async function blobsOf(snapshot: string): Promise<Set<string>> {
  const entries = await readdir(snapshot, { recursive: true, withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isSymbolicLink())
    .map(async (entry) => basename(await readlink(join(entry.parentPath, entry.name))));
  return new Set(await Promise.all(names));
}

/** Refs that lead to one of these commits. */
async function removeRefs(repository: string, commits: ReadonlySet<string>): Promise<void> {
  const folder = join(repository, 'refs');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && commits.has((await readFile(path, 'utf8')).trim())) await rm(path);
  }
}

/**
 * Takes the versions away that this program has fetched, with every blob that no other version has; with `others` all of it.
 *
 * @param loaded the folder of the model in use, which stays
 * @throws EngineError `bad-input` for what is not in the cache, is in use or being downloaded, and where others have fetched all of it
 */
export async function removeHubModel(
  cache: string,
  { name, others = false }: RemoveHubModelRequest,
  loaded: string | undefined,
): Promise<RemovedHubModel> {
  const folder = repositoryFolder(name);
  const [found] = folder === undefined ? [] : await cachedModels(cache, folder);
  if (found === undefined || folder === undefined) {
    throw new EngineError('bad-input', `${quote(name)} is not in the download cache`, {
      remedy: 'look at the list again',
    });
  }
  const model = await describe(found);
  const repository = model.directory;
  const going = model.versions.filter(({ own }) => own || others);
  if (going.length === 0) {
    throw new EngineError('bad-input', `${quote(name)} was fetched by another program`, {
      remedy: 'say that it may be removed all the same',
    });
  }
  if (loaded !== undefined && going.some(({ directory }) => directory === loaded)) {
    throw new EngineError('bad-input', `${quote(name)} is in use`, { remedy: 'use another model first' });
  }
  const { lock } = cachePlace({ cache, name, revision: 'main', commit: 'none' });
  const giveBack = await takeLock(lock, quote(name));
  try {
    const before = model.bytes;
    if (going.length === model.versions.length) {
      await rm(repository, { recursive: true, force: true });
      return { freedBytes: before, versions: 0 };
    }
    const staying = model.versions.filter((version) => !going.includes(version));
    const needed = new Set(
      (await Promise.all(staying.map(({ directory }) => blobsOf(directory)))).flatMap((set) => [...set]),
    );
    const gone = new Set(
      (await Promise.all(going.map(({ directory }) => blobsOf(directory)))).flatMap((set) => [...set]),
    );
    for (const { directory } of going) await rm(directory, { recursive: true, force: true });
    const blobs = join(repository, 'blobs');
    for (const blob of await readdir(blobs).catch(() => [])) {
      const ours = blob.includes(partSuffix) || (gone.has(blob) && !needed.has(blob));
      if (ours) await rm(join(blobs, blob), { force: true });
    }
    const commits = new Set(going.map(({ commit }) => commit));
    await removeRefs(repository, commits);
    const own = await ownDownloads(repository);
    await writeOwn(repository, { ...own, commits: own.commits.filter((commit) => !commits.has(commit)) });
    return { freedBytes: Math.max(0, before - (await bytesBelow(repository))), versions: staying.length };
  } finally {
    await giveBack();
    await rmdir(join(lock, '..')).catch(() => undefined); // other programs’ locks are in it
  }
}
