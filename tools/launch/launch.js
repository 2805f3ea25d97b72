/**
 * Starts a program of this repository without waiting for its many modules: they are bundled into one file when a source has changed, and
 * the compiled code of the last run is kept beside it. Plain JavaScript, since this runs before anything could translate it.
 */
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import vm from 'node:vm';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, '.cache', 'launch');

/**
 * Runs the program in this process, as if it had been named on the command line.
 * @param {string} entry a TypeScript file, from the repository's root
 */
export async function launch(entry) {
  const file = join(folder, `${entry.replaceAll(/[^\w.-]/g, '_')}.cjs`);
  const bundle = fresh(file) ?? (await (await import('./bundle.js')).makeBundle({ root, entry, file }));
  // The compiled code depends on what ran: every command has its own, for the V8 that made it.
  const command = /^[a-z-]+$/.exec(process.argv[2] ?? '')?.[0] ?? 'none';
  const compiled = `${file}.${bundle.head.id}.${process.versions.v8}.${process.arch}.${command}.code`;
  run(bundle.code, file, compiled);
}

/** The bundle of the last time where nothing that it was made of has changed since. */
function fresh(file) {
  try {
    const bundle = parse(readFileSync(file, 'latin1')); // esbuild writes ASCII
    return bundle.head.inputs.every(([path, stamp]) => stampOf(join(root, path)) === stamp)
      ? bundle
      : undefined;
  } catch {
    return undefined; // none yet, a file that is gone, or another version's
  }
}

/** The first line says of what the rest was made. */
export function parse(text) {
  const end = text.indexOf('\n');
  return { head: JSON.parse(text.slice(2, end)), code: text.slice(end + 1) };
}

export function stampOf(path) {
  const { mtimeMs, size } = statSync(path);
  return `${mtimeMs} ${size}`;
}

function run(code, file, compiled) {
  const cachedData = readOrNothing(compiled);
  const script = new vm.Script(`(function (require, module, exports, __filename, __dirname) {${code}\n})`, {
    filename: file,
    cachedData,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  // Packages are looked up from the root: the bundle itself may exist in memory only.
  const require = createRequire(join(root, 'package.json'));
  script.runInThisContext()(require, module, module.exports, file, dirname(file));
  if (cachedData === undefined || script.cachedDataRejected === true) keepAtExit(script, compiled);
}

/** At the end, when all that a run needs is compiled. */
function keepAtExit(script, compiled) {
  process.on('exit', (status) => {
    if (status !== 0) return;
    try {
      keep(compiled, script.createCachedData());
    } catch {
      // A disk that is full or read-only: the next start compiles again.
    }
  });
}

/** Writes a file whole or not at all. */
export function keep(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.${process.pid}.part`;
  writeFileSync(part, content);
  renameSync(part, path);
}

function readOrNothing(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
