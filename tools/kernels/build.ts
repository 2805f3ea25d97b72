/** `npm run build:kernels`: compiles resample.as and writes its bytes where the engine finds them. Deterministic: a test compiles it again and compares. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { main as compile } from 'assemblyscript/asc';

const source = join(import.meta.dirname, 'resample.as');
export const target = resolve(import.meta.dirname, '../../src-engine/vision/generated/resample-kernel.ts');

const entry = 'resample.ts'; // the compiler asks for this name; the suffix on disk keeps the file from TypeScript's own tools
const options = ['-O3', '--converge', '--noAssert', '--runtime', 'stub', '--enable', 'simd'];

/** The module's bytes. Throws with the compiler's words. */
export async function compileKernel(): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined;
  let words = '';
  const stderr = {
    write: (chunk: string | Uint8Array) => {
      words += chunk.toString();
    },
  };
  const { error } = await compile([entry, ...options, '--outFile', 'resample.wasm'], {
    readFile: (name) => (name === entry ? readFileSync(source, 'utf8') : null),
    writeFile: (_name, contents) => {
      if (typeof contents !== 'string') bytes = contents;
    },
    listFiles: () => null,
    stderr,
  });
  if (error !== null || bytes === undefined) throw new Error(`resample.as: ${words}`, { cause: error });
  return bytes;
}

/** The generated TypeScript file. */
export function kernelFile(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('base64');
  return `/** Compiled from tools/kernels/resample.as by \`npm run build:kernels\`: a WebAssembly module of ${bytes.length} bytes. */\nexport const resampleKernel =\n  '${text}';\n`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(target, kernelFile(await compileKernel()));
}
