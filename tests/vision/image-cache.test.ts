import { copyFile, mkdtemp, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createImageCache } from '../../src-engine/vision/image-cache.ts';
import { clipSpec, engineError, siglipSpec, visionFixture } from './fixtures.ts';

let folder = '';
let path = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'image-cache-'));
  path = join(folder, 'a.png');
  await copyFile(visionFixture('decode/rgb.png'), path);
});
afterAll(async () => rm(folder, { recursive: true }));

describe('image cache', () => {
  it('returns the very same object for an unchanged file', async () => {
    const cache = createImageCache();
    const first = await cache.prepare({ kind: 'file', path }, clipSpec);
    expect(await cache.prepare({ kind: 'file', path }, clipSpec)).toBe(first);
  });

  it('prepares again after the file was touched, for another spec, and after clear()', async () => {
    const cache = createImageCache();
    const first = await cache.prepare({ kind: 'file', path }, clipSpec);
    expect(await cache.prepare({ kind: 'file', path }, siglipSpec)).not.toBe(first);
    await utimes(path, 1, 1);
    const second = await cache.prepare({ kind: 'file', path }, clipSpec);
    expect(second).not.toBe(first);
    cache.clear();
    expect(await cache.prepare({ kind: 'file', path }, clipSpec)).not.toBe(second);
  });

  it('knows bytes by their content, whatever they are called', async () => {
    const cache = createImageCache();
    const bytes = await readFile(path);
    const first = await cache.prepare({ kind: 'bytes', bytes, name: 'one' }, clipSpec);
    expect(await cache.prepare({ kind: 'bytes', bytes: Uint8Array.from(bytes), name: 'two' }, clipSpec)).toBe(
      first,
    );
    bytes[bytes.length - 1] = 0;
    await engineError(cache.prepare({ kind: 'bytes', bytes: bytes.subarray(0, 40), name: 'cut' }, clipSpec));
  });

  it('forgets the image used longest ago when it is full', async () => {
    const cache = createImageCache(clipSpec.imageSize ** 2 * 3 * 4 + 1);
    const first = await cache.prepare({ kind: 'file', path }, clipSpec);
    await cache.prepare({ kind: 'file', path: visionFixture('decode/grey.png') }, clipSpec);
    expect(await cache.prepare({ kind: 'file', path }, clipSpec)).not.toBe(first);
  });

  it('does not remember failures', async () => {
    const cache = createImageCache();
    const gone = { kind: 'file', path: join(folder, 'later.png') } as const;
    await engineError(cache.prepare(gone, clipSpec));
    await copyFile(path, gone.path);
    expect((await cache.prepare(gone, clipSpec)).views.length).toBe(1);
  });
});
