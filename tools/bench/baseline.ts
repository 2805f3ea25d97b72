/**
 * Another build of this repository to measure against: a git worktree of one commit in the cache, with the packages of its own lockfile.
 *
 *     tsx tools/bench/baseline.ts [COMMIT]      makes it and prints its folder
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { benchCache } from './cache.ts';

/** The last commit before the engine was made faster. */
export const baselineCommit = 'c4160f4';

const repository = path.resolve(import.meta.dirname, '../..');

/**
 * The folder of a build: `build` itself where it is a folder with sources in it, else a worktree of the commit that it names.
 * Throws what git or npm say where there is no such commit or its packages cannot be had.
 */
export async function buildFolder(build: string): Promise<string> {
  if (existsSync(path.join(build, 'src-engine'))) return path.resolve(build);
  const commit = git('rev-parse', '--verify', `${build}^{commit}`);
  const folder = path.join(benchCache(), 'builds', commit.slice(0, 12));
  const complete = path.join(folder, 'node_modules', '.complete');
  if (existsSync(complete)) return folder;
  if (!existsSync(folder)) {
    git('worktree', 'prune'); // of one whose folder was deleted
    git('worktree', 'add', '--detach', folder, commit);
  }
  console.error(`Installing the packages of ${commit.slice(0, 7)} into ${folder}`);
  const windows = process.platform === 'win32';
  execFileSync('npm', ['ci', '--silent'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: windows,
  });
  await writeFile(complete, '');
  return folder;
}

function git(...words: string[]): string {
  return execFileSync('git', words, { cwd: repository, encoding: 'utf8' }).trim();
}

if (import.meta.filename === process.argv[1])
  console.log(await buildFolder(process.argv[2] ?? baselineCommit));
