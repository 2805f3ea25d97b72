/** Hugging Face's download cache: `models--org--name` folders with snapshots in them. Finds folders; downloads nothing. */
import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { exists, readBounded } from '../files/bounded-file.ts';
import { published } from '../files/published-json.ts';

const repositoryPrefix = 'models--';
const longestRef = 200; // bytes; a commit has 40

export async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/** The commit that a branch pointed at when it was downloaded. */
async function mainCommit(repository: string): Promise<string | undefined> {
  const ref = join(repository, 'refs', 'main');
  if (!(await exists(ref))) return undefined;
  const text = (await readBounded(ref, longestRef, published(ref))).toString('latin1').trim();
  return /^[0-9a-f]{7,64}$/u.test(text) ? text : undefined;
}

/** The snapshot in a repository's cache folder: that of its main branch, else the only one. Undefined for any other folder. */
export async function snapshotOf(folder: string): Promise<string | undefined> {
  const snapshots = join(folder, 'snapshots');
  if (!basename(folder).startsWith(repositoryPrefix) || !(await isDirectory(snapshots))) return undefined;
  const commit = await mainCommit(folder);
  if (commit !== undefined && (await isDirectory(join(snapshots, commit)))) return join(snapshots, commit);
  const [first, ...others] = await readdir(snapshots);
  return first !== undefined && others.length === 0 ? join(snapshots, first) : undefined;
}

/** `org/name` -> `models--org--name`; undefined for what is no repository's name. */
export function repositoryFolder(name: string): string | undefined {
  return /^[\w.-]+\/[\w.-]+$/u.test(name) ? repositoryPrefix + name.replace('/', '--') : undefined;
}

/** Where repositories may lie: the cache that a model was opened from, then the user's own, as huggingface_hub finds it. */
export function cacheFolders(
  modelDirectory: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): readonly string[] {
  const own = /^(.+)[\\/]models--[^\\/]+[\\/]snapshots[\\/][^\\/]+$/u.exec(modelDirectory)?.[1];
  const { HF_HUB_CACHE: hub, HF_HOME: home, XDG_CACHE_HOME: cache } = environment;
  const users = hub ?? join(home ?? join(cache ?? join(homedir(), '.cache'), 'huggingface'), 'hub');
  return own === undefined || own === users ? [users] : [own, users];
}
