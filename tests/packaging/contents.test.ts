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
    ['node_modules/zod', 'src/v4/core/tests/index.test.ts', false],
    ['node_modules/bullmq', 'dist/esm/types/index.js', true],
    ['node_modules/bullmq', 'dist/esm/types/index.js.map', false],
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
