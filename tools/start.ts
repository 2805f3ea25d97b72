/** `npm start`: builds what is out of date, then opens the application; says in one sentence what is missing when it cannot. */
import { spawn, spawnSync } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findElectron, missingDisplay } from './find-electron.ts';

const root = process.cwd(); // npm runs scripts at the repository's root, wherever it was called
const sources = ['electron', 'renderer', 'src-engine', 'package.json', 'package-lock.json'];
const built = ['dist/electron/start.js', 'dist/electron/preload.cjs', 'dist/renderer/index.html'];

async function main(): Promise<void> {
  const problem = missingDisplay(process.platform, process.env);
  if (problem !== undefined) {
    fail(problem);
    return;
  }
  const electron = findElectron(createRequire(import.meta.url).resolve('electron/package.json'), process.env);
  if (electron.kind === 'missing') fail(electron.sentence);
  else if (await build()) open(electron.path);
}

function open(electron: string): void {
  const child = spawn(electron, ['.', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
  child.on('exit', (code) => (process.exitCode = code ?? 1));
  child.on('error', (error) => {
    fail(
      `${electron} cannot be run (${error.message}); point ELECTRON_OVERRIDE_DIST_PATH at the folder of an Electron runtime for this system.`,
    );
  });
}

/** False when it does not work. */
async function build(): Promise<boolean> {
  if (!(await isStale())) return true;
  const windows = process.platform === 'win32';
  const { status } = spawnSync('npm', ['run', '--silent', 'build:app'], {
    cwd: root,
    stdio: 'inherit',
    shell: windows,
  });
  if (status !== 0) fail('The application could not be built; the lines above say why.');
  return status === 0;
}

function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}

async function isStale(): Promise<boolean> {
  const times = await Promise.all(built.map((file) => changed(join(root, file))));
  const newest = await Promise.all(sources.map((source) => changed(join(root, source))));
  return Math.min(...times) < Math.max(...newest);
}

/** The time of the latest change in a file or folder, 0 where there is none. */
async function changed(path: string): Promise<number> {
  const entry = await stat(path).catch(() => undefined);
  if (entry === undefined) return 0;
  if (!entry.isDirectory()) return entry.mtimeMs;
  const inside = await Promise.all((await readdir(path)).map((name) => changed(join(path, name))));
  return Math.max(0, ...inside);
}

void main();
