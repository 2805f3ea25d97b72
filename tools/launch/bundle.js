/** Makes one file of a program and all that it imports, but for packages with native parts. Used when a source has changed. */
import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { build } from 'esbuild';
import { keep, parse, stampOf } from './launch.js';

/** What must stay files of its own: native code, and what finds its own files by where it lies. */
const packages = ['bullmq', 'electron', 'esbuild', 'ioredis', 'onnxruntime-node', 'sharp', 'vite'];
/** The program of a thread, which must be a file beside the bundle that starts it; what else it is made of, that bundle holds too. */
const thread = 'src-engine/collection/prepare-worker.ts';
/** Versions of packages stand there. */
const alsoWatched = ['package-lock.json', 'tools/launch/bundle.js', 'tools/launch/launch.js'];

/** Rejects, after the sources' errors were written to standard error, where they cannot be bundled. */
export async function makeBundle({ root, entry, file }) {
  const { code, inputs } = await bundled(root, entry, file);
  const startsThread = inputs.includes('src-engine/collection/preparing.ts');
  const watched = [...inputs, ...alsoWatched, ...(startsThread ? [thread] : [])];
  const head = {
    id: createHash('sha256').update(code).digest('hex').slice(0, 16),
    inputs: watched.map((path) => [path, stampOf(join(root, path))]),
  };
  const text = `//${JSON.stringify(head)}\n${code}`;
  try {
    forget(file);
    const threadFile = join(dirname(file), `${basename(thread, '.ts')}.cjs`);
    if (startsThread) keep(threadFile, (await bundled(root, thread, threadFile)).code);
    keep(file, text);
  } catch {
    // A disk that is full or read-only: this run has its bundle, the next one makes another.
  }
  return parse(text);
}

async function bundled(root, entry, file) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: file,
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    format: 'cjs', // V8 keeps the compiled code of scripts, not of modules
    target: 'node20',
    mainFields: ['module', 'main'],
    external: packages,
    // As if every module lay where the bundle does: all look for their files upwards from there.
    define: {
      'import.meta.url': '__here',
      'import.meta.dirname': '__dirname',
      'import.meta.filename': '__filename',
    },
    logOverride: { 'empty-import-meta': 'error' }, // what is not among these would be undefined when it runs
    banner: { js: `const __here = require('node:url').pathToFileURL(__filename).href;` },
    minifyWhitespace: true, // it is read at every start; names stay, for messages
    logLevel: 'warning',
  });
  const inputs = Object.keys(metafile.inputs).filter((path) => !path.includes('node_modules'));
  return { code: outputFiles[0].text, inputs };
}

/** Compiled code of earlier bundles. */
function forget(file) {
  const folder = dirname(file);
  for (const name of list(folder)) {
    if (name.startsWith(`${basename(file)}.`) && name.endsWith('.code')) rmSync(folder + sep + name);
  }
}

function list(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return []; // the first bundle
  }
}
