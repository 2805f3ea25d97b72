/** What lies in a download cache: its models, their versions, and what each still lacks. Reads names and indexes, no weights. */
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isObject } from '../files/document.ts';
import { readOptionalJson } from '../files/published-json.ts';
import { snapshotsOf } from './hub-cache.ts';
import { folderLimits } from './limits.ts';
import { indexFile, singleFile } from './weight-files.ts';

export interface CachedVersion {
  readonly commit: string;
  readonly directory: string; // the snapshot's
  /** The first file that is not there, or is a link to nothing. Undefined: the version is whole. */
  readonly lacks: string | undefined;
}

export interface CachedModel {
  readonly name: string; // org/name
  readonly directory: string; // the repository's
  readonly versions: readonly CachedVersion[];
}

/** Through links: a snapshot's links may lead to files that are not downloaded. */
async function isThere(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function lackingShard(directory: string): Promise<string | undefined> {
  const index = await readOptionalJson(directory, indexFile, folderLimits.shardIndexBytes).catch(
    () => undefined,
  );
  const places = isObject(index?.value) ? index.value['weight_map'] : undefined;
  if (!isObject(places)) return indexFile;
  for (const shard of [...new Set(Object.values(places))].slice(0, folderLimits.shards)) {
    if (typeof shard === 'string' && !(await isThere(join(directory, shard)))) return shard;
  }
  return undefined;
}

/** The first file that a folder lacks of what every model needs: config.json, weights, tokenizer.json. */
export async function lackingFile(directory: string): Promise<string | undefined> {
  if (!(await isThere(join(directory, 'config.json')))) return 'config.json';
  if (!(await isThere(join(directory, singleFile)))) {
    if (!(await isThere(join(directory, indexFile)))) return singleFile;
    const shard = await lackingShard(directory);
    if (shard !== undefined) return shard;
  }
  return (await isThere(join(directory, 'tokenizer.json'))) ? undefined : 'tokenizer.json';
}

export async function isWhole(directory: string): Promise<boolean> {
  return (await lackingFile(directory)) === undefined;
}

/** How many models of a cache are looked at. */
const mostModels = 500;

async function cachedModel(directory: string): Promise<CachedModel> {
  const snapshots = [...(await snapshotsOf(directory))].sort();
  const versions = await Promise.all(
    snapshots.map(async (snapshot) => ({
      commit: basename(snapshot),
      directory: snapshot,
      lacks: await lackingFile(snapshot),
    })),
  );
  const name = basename(directory)
    .replace(/^models--/u, '')
    .replace('--', '/');
  return { name, directory, versions };
}

/** @param only the folder of one repository in it; all of them unless said */
export async function cachedModels(cache: string, only?: string): Promise<readonly CachedModel[]> {
  const names = await readdir(cache).catch(() => []);
  const repositories = names.filter(
    (name) => name.startsWith('models--') && (only === undefined || name === only),
  );
  const models: CachedModel[] = [];
  for (const name of repositories.sort().slice(0, mostModels))
    models.push(await cachedModel(join(cache, name)));
  return models;
}
