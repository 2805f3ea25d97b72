/** `npm run build:kernels`: compiles resample.as and writes its bytes where the engine finds them. Deterministic: a test compiles it again and compares. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const source = join(import.meta.dirname, 'resample.as');
export const target = resolve(import.meta.dirname, '../../src-engine/vision/generated/resample-kernel.ts');

// Run and not imported: its types declare arrays of their own for the whole program that imports them.
const compiler = join(createRequire(import.meta.url).resolve('assemblyscript/package.json'), '../bin/asc.js');
const options = ['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--enable', 'simd'];

/** The module's bytes. Throws with the compiler's words. */
export function compileKernel(): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'dymu-kernel-'));
  try {
    const entry = 'resample.ts'; // what the compiler takes; the suffix in the repository keeps the file from TypeScript's own tools
    copyFileSync(source, join(folder, entry));
    const { status, stderr } = spawnSync(
      process.execPath,
      [compiler, entry, ...options, '--outFile', 'resample.wasm'],
      { cwd: folder, encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`resample.as: ${stderr}`);
    return readFileSync(join(folder, 'resample.wasm'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The generated TypeScript file. */
export function kernelFile(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('base64');
  return `/** Compiled from tools/kernels/resample.as by \`npm run build:kernels\`: a WebAssembly module of ${bytes.length} bytes. */\nexport const resampleKernel =\n  '${text}';\n`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(target, kernelFile(compileKernel()));
}
