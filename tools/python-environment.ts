/** A virtual Python environment with pinned packages, made once and kept in the user's cache; runs nothing in it. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const oldest = '3.11';
const candidates = ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11'];

/** Succeeds, and says its version, only where environments can be made. */
const probe = `import sys, venv, ensurepip
if sys.version_info < (${oldest.replace('.', ', ')}): sys.exit(1)
print(sys.version.split()[0])`;

/**
 * The interpreter of an environment that holds what `requirements` lists. The folder is named by the list and Python's version, so that
 * another list makes another environment. Throws an Error with one sentence where Python is missing or the installation fails.
 */
export function pythonEnvironment(name: string, requirements: string): string {
  const { python, version } = findPython();
  const hash = createHash('sha256').update(version).update(readFileSync(requirements)).digest('hex');
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'dymu-explorer-ci', `${name}-${hash.slice(0, 16)}`);
  const inside = join(
    folder,
    ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']),
  );
  const complete = join(folder, 'complete');
  if (!existsSync(complete)) {
    rmSync(folder, { recursive: true, force: true }); // left by an installation that broke off
    mkdirSync(folder, { recursive: true });
    console.log(`Installing ${requirements} with Python ${version} into ${folder}`);
    succeed(python, ['-m', 'venv', folder]);
    // Bytecode is made by the imports that happen; compiling all of it would take longer than the tests.
    const quick = ['--quiet', '--no-cache-dir', '--no-compile', '--disable-pip-version-check'];
    succeed(inside, ['-m', 'pip', 'install', ...quick, '-r', requirements]);
    writeFileSync(complete, '');
  }
  return inside;
}

function findPython(): { readonly python: string; readonly version: string } {
  for (const python of candidates) {
    const { status, stdout } = spawnSync(python, ['-c', probe], { encoding: 'utf8' });
    if (status === 0) return { python, version: stdout.trim() };
  }
  throw new Error(
    `No Python of version ${oldest} or newer with venv and pip was found; install python3 and python3-venv.`,
  );
}

function succeed(command: string, words: readonly string[]): void {
  const { status, error } = spawnSync(command, words, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) {
    throw new Error(`${command} ${words.slice(0, 3).join(' ')} failed: ${error?.message ?? 'see above'}.`);
  }
}
