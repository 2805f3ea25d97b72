import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { leavesOut } from '../../packaging/contents/contents.ts';
import { isKept } from '../../packaging/contents/kept-files.ts';
import type { LockEntry } from '../../packaging/contents/lockfile.ts';
import { nameOf, readLockfile, resolveFrom } from '../../packaging/contents/lockfile.ts';
import { missingNative } from '../../packaging/contents/natives.ts';
import { runtimePackages } from '../../packaging/contents/packages.ts';
import type { Target } from '../../packaging/target.ts';
import { root } from './root.ts';

const linux: Target = { platform: 'linux', arch: 'x64' };
const names = (target: Target) => runtimePackages(readLockfile(root), target).map(nameOf);

describe('runtimePackages', () => {
  it('hold what the program imports, the queue too, and nothing that only installs or builds', () => {
    const found = names(linux);
    for (const name of ['onnxruntime-node', 'sharp', 'libsql', 'zod', 'commander', 'bullmq', 'ioredis']) {
      expect(found).toContain(name);
    }
    for (const name of ['adm-zip', 'global-agent', 'msgpackr-extract', 'electron', 'react', 'typescript']) {
      expect(found).not.toContain(name);
    }
  });

  it('hold the libraries of one system: glibc on Linux', () => {
    const native = (target: Target) =>
      names(target).filter((name) => /^@(?:img\/sharp|libsql\/)/u.test(name));
    expect(native(linux)).toEqual([
      '@img/sharp-libvips-linux-x64',
      '@img/sharp-linux-x64',
      '@libsql/linux-x64-gnu',
    ]);
    expect(native({ platform: 'win32', arch: 'x64' })).toEqual([
      '@img/sharp-win32-x64',
      '@libsql/win32-x64-msvc',
    ]);
    expect(native({ platform: 'darwin', arch: 'arm64' })).toEqual([
      '@img/sharp-darwin-arm64',
      '@img/sharp-libvips-darwin-arm64',
      '@libsql/darwin-arm64',
    ]);
  });

  it('say which package a lockfile lacks', () => {
    const broken: Record<string, LockEntry> = { '': { dependencies: { zod: '4' } } };
    expect(() => runtimePackages(broken, linux)).toThrow('package-lock.json lacks zod');
  });
});

describe('resolveFrom', () => {
  const lockfile: Record<string, LockEntry> = {
    'node_modules/a': {},
    'node_modules/b': {},
    'node_modules/a/node_modules/b': {},
  };

  it('finds the nearest, as Node does', () => {
    expect(resolveFrom(lockfile, 'node_modules/a', 'b')).toBe('node_modules/a/node_modules/b');
    expect(resolveFrom(lockfile, 'node_modules/b', 'a')).toBe('node_modules/a');
    expect(resolveFrom(lockfile, '', 'b')).toBe('node_modules/b');
    expect(resolveFrom(lockfile, 'node_modules/a/node_modules/b', 'c')).toBeUndefined();
  });
});

describe('isKept', () => {
  it.each([
    ['node_modules/zod', 'v4/index.js', true],
    ['node_modules/zod', 'v4/index.d.cts', false],
    ['node_modules/zod', 'v4/index.cjs', false],
    ['node_modules/diff', 'libesm/index.js', true],
    ['node_modules/diff', 'libcjs/index.js', false],
    ['node_modules/zod', 'src/v4/core/tests/index.test.ts', false],
    ['node_modules/bullmq', 'dist/cjs/types/index.js', true],
    ['node_modules/bullmq', 'dist/cjs/types/index.js.map', false],
    ['node_modules/bullmq', 'dist/esm/types/index.js', false],
    ['node_modules/luxon', 'build/node/luxon.js', true],
    ['node_modules/luxon', 'build/global/luxon.js', false],
    ['node_modules/sharp', 'install/check.js', false],
    ['node_modules/sharp', 'LICENSE', true],
    ['node_modules/diff', 'README.md', false],
    ['node_modules/@img/sharp-libvips-linux-x64', 'README.md', true],
    ['node_modules/onnxruntime-node', 'bin/napi-v6/linux/x64/libonnxruntime.so.1', true],
    ['node_modules/onnxruntime-node', 'bin/napi-v6/linux/arm64/libonnxruntime.so.1', false],
    ['node_modules/onnxruntime-node', 'bin/napi-v6/win32/x64/onnxruntime.dll', false],
    ['node_modules/onnxruntime-node', 'script/install.js', false],
  ])('of %s, %s: %s', (folder, file, kept) => {
    expect(isKept(folder, file, linux)).toBe(kept);
  });
});

describe('packages that are built for several ways of loading', () => {
  /** Files of the checkout's packages that Node loads for these names, by import and by require. */
  const loaded = async (...names: string[]): Promise<string[]> => {
    const hook = `import { writeSync } from 'node:fs';
      export const resolve = async (name, context, next) => {
        const found = await next(name, context);
        writeSync(1, found.url + '\\n');
        return found;
      };`;
    const script = `
      import { createRequire, register } from 'node:module';
      import { pathToFileURL } from 'node:url';
      register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hook)}));
      for (const name of ${JSON.stringify(names)}) await import(name);
      for (const path of Object.keys(createRequire(import.meta.url).cache)) console.log(pathToFileURL(path).href);`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { cwd: root, maxBuffer: 16_000_000 },
    );
    const from = pathToFileURL(join(root, 'node_modules/')).href;
    const files = stdout.split('\n').filter((url) => url.startsWith(from));
    return [...new Set(files.map((url) => url.slice(from.length)))];
  };

  it('keep every file that is loaded of them', async () => {
    const imported = ['bullmq', '@bufbuild/protobuf', 'lru-cache', 'zod', 'diff', '@huggingface/tokenizers'];
    const folders = [...imported, 'luxon'];
    const files = await loaded(...imported, '@bufbuild/protobuf/codegenv2');
    for (const folder of folders) {
      const own = files.filter((file) => file.startsWith(`${folder}/`));
      expect(own.length, folder).toBeGreaterThan(0);
      for (const file of own)
        expect(isKept(`node_modules/${folder}`, file.slice(folder.length + 1), linux), file).toBe(true);
    }
  });
});

describe('leavesOut', () => {
  const out = leavesOut(['package.json', 'dist/electron/start.js']);

  it('keeps listed files, their folders and the root', () => {
    for (const path of ['', '/package.json', '/dist', '/dist/electron', '/dist/electron/start.js']) {
      expect(out(path), path).toBe(false);
    }
  });

  it('leaves out everything else', () => {
    for (const path of ['/dist/engine', '/dist/electron/other.js', '/node_modules', '/package-lock.json']) {
      expect(out(path), path).toBe(true);
    }
  });
});

describe('missingNative', () => {
  it('names the libraries that a system has none of, and how they are installed', () => {
    const files = ['node_modules/@img/sharp-win32-arm64/lib/sharp.node'];
    expect(missingNative(files, { platform: 'win32', arch: 'arm64' })).toBe(
      'Libraries for win32 arm64 are not installed here: ONNX Runtime, libsql. Where there are such, `npm ci --os=win32 --cpu=arm64` installs them (docs/packaging.md).',
    );
  });
});
