import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isPackaged, libraryCheck, nativeList, sha256OfLibrary } from '../../electron/native-libraries.ts';
import { listLibraries, writeNativeList } from '../../packaging/contents/native-list.ts';
import { sha256 } from '../../src-engine/files/sha256.ts';

/** As they lie in a package: the list in the archive, here a folder of its name, the libraries beside it. */
const addon = 'node_modules/onnxruntime-node/bin/a.node';
const linked = 'node_modules/onnxruntime-node/bin/liba.so.1';
const sharp = 'node_modules/@img/sharp-linux-x64/lib/sharp.node';
const vips = 'node_modules/@img/sharp-libvips-linux-x64/lib/libvips.so.8.1.2';
const texts = 'node_modules/onnxruntime-node/package.json';

describe('libraries of a package', () => {
  let root = '';
  let application = '';
  let libraries = '';
  let check: ReturnType<typeof libraryCheck>;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'dymu-libraries-'));
    libraries = join(root, 'app.asar.unpacked');
    application = join(root, 'app.asar');
    await mkdir(join(libraries, 'node_modules/onnxruntime-node/bin'), { recursive: true });
    await mkdir(join(libraries, 'node_modules/@img/sharp-linux-x64/lib'), { recursive: true });
    await mkdir(join(libraries, 'node_modules/@img/sharp-libvips-linux-x64/lib'), { recursive: true });
    await write();
    await writeNativeList(application, listLibraries(libraries, [addon, linked, sharp, vips, texts]));
    await cp(join(application, nativeList), join(root, 'list'));
  });

  beforeEach(async () => {
    await write();
    await cp(join(root, 'list'), join(application, nativeList));
    check = libraryCheck(application);
  });

  afterAll(() => rm(root, { recursive: true }));

  async function write(): Promise<void> {
    for (const file of [addon, linked, sharp, vips, texts]) await writeFile(join(libraries, file), file);
  }

  it('may be loaded while they are the listed ones, by their place in the archive or beside it', () => {
    check(join(application, addon));
    check(join(libraries, sharp));
  });

  it.each([
    ['itself', addon],
    ['that it links to', linked],
  ])('are refused when a library %s was changed, in a sentence with file and remedy', async (_, changed) => {
    await writeFile(join(libraries, changed), `${changed}.`);
    expect(() => check(join(application, addon))).toThrow(
      `${join(libraries, changed)} is not the library that this version was made with, so it was not loaded; install DyMU Explorer again`,
    );
    check(join(application, sharp)); // of another package
  });

  it('are refused with the one of the same scope that was changed', async () => {
    await writeFile(join(libraries, vips), 'changed');
    expect(() => check(join(application, sharp))).toThrow('is not the library');
  });

  it('are refused again when they are asked for again', async () => {
    await writeFile(join(libraries, addon), 'changed');
    expect(() => check(join(application, addon))).toThrow('is not the library');
    expect(() => check(join(application, addon))).toThrow('is not the library');
  });

  it('are refused when one is not listed, wherever it lies', () => {
    const other = 'is no library of this version';
    for (const file of [
      join(libraries, 'node_modules/@img/other.node'),
      join(application, 'dist', '..', '..', 'a.node'),
      '/tmp/a.node',
      join(application, 'constructor'),
    ])
      expect(() => check(file)).toThrow(other);
  });

  it('are refused when one is gone', async () => {
    await rm(join(libraries, linked));
    expect(() => check(join(application, addon))).toThrow('cannot be read');
  });

  it.each([
    ['is not there', undefined],
    ['is damaged', '{"'],
    ['holds no hashes', JSON.stringify({ [addon]: 'abc' })],
  ])('are refused when the list %s', async (_, text) => {
    if (text === undefined) await rm(join(application, nativeList));
    else await writeFile(join(application, nativeList), text);
    expect(() => check(join(application, addon))).toThrow('has lost the list of its libraries');
  });
});

it('a checkout is no package', () => {
  expect(isPackaged('/home/a/dymu-explorer')).toBe(false);
  expect(isPackaged('/opt/app.asar')).toBe(true);
  expect(isPackaged('C:\\Program Files\\DyMU Explorer\\resources\\app.asar')).toBe(true);
});

it('a library is hashed whole, in pieces', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dymu-libraries-'));
  const bytes = Buffer.alloc(3_000_001, 'dymu');
  await writeFile(join(folder, 'a.so'), bytes);
  expect(sha256OfLibrary(join(folder, 'a.so'))).toBe(sha256(bytes));
  await rm(folder, { recursive: true });
});
