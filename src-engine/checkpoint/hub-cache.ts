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
  const [first, ...others] = await snapshotsOf(folder);
  return first !== undefined && others.length === 0 ? first : undefined;
}

/** The folders of all versions that were downloaded, in no order; none for a folder that is no repository's. */
export async function snapshotsOf(folder: string): Promise<readonly string[]> {
  const snapshots = join(folder, 'snapshots');
  if (!(await isDirectory(snapshots))) return [];
  const entries = await readdir(snapshots, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(snapshots, name));
}

/** `org/name` -> `models--org--name`; undefined for what is no repository's name. */
export function repositoryFolder(name: string): string | undefined {
  return /^\w[\w.-]*\/\w[\w.-]*$/u.test(name) ? repositoryPrefix + name.replace('/', '--') : undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** `~` at the head and `$NAME` or `${NAME}` anywhere, which huggingface_hub expands too; an unknown name stays. */
function expanded(path: string, environment: Environment): string {
  return path
    .replace(/^~(?=[\\/]|$)/u, homedir())
    .replace(/\$(?:(\w+)|\{(\w+)\})/gu, (written, bare?: string, braced?: string) => {
      return environment[bare ?? braced ?? ''] ?? written;
    });
}

/** The user's own cache, where huggingface_hub 1.x looks for it. An empty variable counts as none. */
export function ownCache(environment: Environment = process.env): string {
  const { HF_HUB_CACHE: hub, HUGGINGFACE_HUB_CACHE: earlier, HF_HOME: home } = environment;
  const given = [hub, earlier].find((path) => path !== undefined && path !== '');
  if (given !== undefined) return expanded(given, environment);
  const cache = environment['XDG_CACHE_HOME'];
  const users = cache === undefined || cache === '' ? join(homedir(), '.cache') : cache;
  return join(
    expanded(home === undefined || home === '' ? join(users, 'huggingface') : home, environment),
    'hub',
  );
}

/** Where repositories may lie: the cache that a model was opened from, then the user's own. */
export function cacheFolders(
  modelDirectory: string,
  environment: Environment = process.env,
): readonly string[] {
  const from = /^(.+)[\\/]models--[^\\/]+[\\/]snapshots[\\/][^\\/]+$/u.exec(modelDirectory)?.[1];
  const own = ownCache(environment);
  return from === undefined || from === own ? [own] : [from, own];
}
