/** A model named as on the Hugging Face hub, `org/name`: which folder of the download cache that is. Downloads nothing. */
import { join, resolve } from 'node:path';
import { EngineError } from '../errors.ts';
import { exists } from '../files/bounded-file.ts';
import { quote, quotePath } from '../files/words.ts';
import { isDirectory, ownCache, repositoryFolder, snapshotOf, snapshotsOf } from './hub-cache.ts';
import type { Environment } from './hub-cache.ts';
import { twinOfRepository } from './folder-kinds/twins.ts';

const hubPage = /^(?:https?:\/\/)?(?:huggingface\.co|hf\.co)\/(\w[\w.-]*\/\w[\w.-]*)/u;

/** `org/name@revision`, as some programs write it. */
const revised = /^(\w[\w.-]*\/\w[\w.-]*)@([^@\s]+)$/u;

/** What ends an unfinished download and makes a missing one. */
const download = (name: string): string => `run dymu download ${name}`;

/** The snapshot of a repository that is in the cache. Throws where that does not say which, or there is none yet. */
async function snapshotNamed(name: string, repository: string): Promise<string> {
  const snapshot = await snapshotOf(repository);
  const place = quotePath(repository);
  if (snapshot !== undefined) {
    if (await exists(join(snapshot, 'config.json'))) return snapshot;
    const fact = `${quote(name)} is in the download cache without its config.json (${quotePath(snapshot)})`;
    throw new EngineError('bad-checkpoint', fact, { remedy: `to finish its download, ${download(name)}` });
  }
  const snapshots = await snapshotsOf(repository);
  if (snapshots.length > 1) {
    const fact = `${quote(name)} is in the download cache in ${snapshots.length} versions, none of which is its main branch (${place})`;
    throw new EngineError('bad-input', fact, { remedy: 'give the folder of one of them, under snapshots' });
  }
  const fact = `${quote(name)} has no files in the download cache yet (${place})`;
  throw new EngineError('bad-checkpoint', fact, { remedy: `to finish its download, ${download(name)}` });
}

/** A name means the main branch as it was downloaded; another version is a folder. */
async function ofRevision(
  given: string,
  [, name = '']: RegExpExecArray,
  environment: Environment,
): Promise<EngineError> {
  const repository = join(ownCache(environment), repositoryFolder(name) ?? '');
  const here = await snapshotsOf(repository);
  const fact = `${quote(given)} asks for a revision, and a name on the hub is taken without one`;
  const folders = here.map((folder) => quotePath(folder)).join(', ');
  return new EngineError('bad-input', fact, {
    remedy:
      here.length > 0
        ? `give the folder of a version that is in the download cache (${folders})`
        : `to download it, ${download(given)}, then give the folder that it prints`,
  });
}

/**
 * The absolute path of a model that was given as a path, or as a repository's name. What lies at the path is taken before a repository
 * of that name, as transformers does.
 * Throws `bad-input` where there is neither and for a page of the hub, `bad-checkpoint` for a download that has not come far enough.
 */
export async function findModel(given: string, environment: Environment = process.env): Promise<string> {
  const page = hubPage.exec(given)?.[1];
  if (page !== undefined) {
    throw new EngineError('bad-input', `${quotePath(given)} is a page, and nothing is downloaded`, {
      remedy: `to download that model, ${download(page)}, then give ${page}`,
    });
  }
  const path = resolve(given);
  const revision = revised.exec(given);
  if (revision !== null && !(await exists(path))) throw await ofRevision(given, revision, environment);
  const folder = repositoryFolder(given);
  if (folder === undefined || (await exists(path))) return path;
  const cache = ownCache(environment);
  const repository = join(cache, folder);
  if (await isDirectory(repository)) return snapshotNamed(given, repository);
  const fact = `There is no model folder ${quotePath(path)}, and ${quote(given)} is not in the download cache ${quotePath(cache)}`;
  const twin = twinOfRepository(given);
  const form = twin === undefined ? '' : ', which holds the same weights in a form that is read here';
  throw new EngineError('bad-input', fact, {
    remedy: `give the folder that holds config.json, or to download that model, ${download(twin ?? given)}${form}`,
  });
}
