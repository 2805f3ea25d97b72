import { copyFile, mkdtemp, readFile, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as decoding from '../../src-engine/vision/decode.ts';
import { decodeBytes } from '../../src-engine/vision/decode.ts';
import { createPictureStore } from '../../src-engine/vision/picture-store.ts';
import { clipSpec, engineError, siglipSpec, visionFixture } from './fixtures.ts';

vi.mock('../../src-engine/vision/decode.ts', async (original) => {
  const real = await original<typeof decoding>();
  return { ...real, decodeBytes: vi.fn(real.decodeBytes) };
});

const decodes = () => vi.mocked(decodeBytes).mock.calls.length;

let folder = '';
let path = '';
beforeEach(async () => {
  vi.mocked(decodeBytes).mockClear();
  folder = await mkdtemp(join(tmpdir(), 'picture-store-'));
  path = join(folder, 'a.png');
  await copyFile(visionFixture('decode/rgb.png'), path);
});
afterEach(async () => rm(folder, { recursive: true }));

async function opened(store = createPictureStore()) {
  const { id } = await store.open({ kind: 'file', path }, undefined);
  return { store, id, ref: { kind: 'open', id } as const };
}

describe('a picture store', () => {
  it('decodes an open picture once, whatever is made of it, also at the same time', async () => {
    const { store, ref } = await opened();
    await Promise.all([
      store.decoded(ref),
      store.prepare(ref, clipSpec),
      store.prepare(ref, siglipSpec),
      store.prepareAfresh(ref, clipSpec),
      store.decoded({ kind: 'file', path }),
    ]);
    expect(decodes()).toBe(1);
  });

  it('keeps prepared views per spec, and prepares afresh where the time is reported', async () => {
    const { store, ref } = await opened();
    const first = await store.prepare(ref, clipSpec);
    expect(await store.prepare(ref, clipSpec)).toBe(first);
    expect(await store.prepare(ref, siglipSpec)).not.toBe(first);
    const afresh = await store.prepareAfresh(ref, clipSpec);
    expect(afresh.prepared).not.toBe(first.prepared);
    expect(afresh.prepared).toEqual(first.prepared);
    expect(afresh.imageDecodeMs).toBe(first.imageDecodeMs);
  });

  it('knows bytes by their content, whatever they are called', async () => {
    const store = createPictureStore();
    const bytes = await readFile(path);
    const { id } = await store.open({ kind: 'bytes', bytes, name: 'one' }, undefined);
    await store.open({ kind: 'bytes', bytes: Uint8Array.from(bytes), name: 'two' }, undefined);
    await store.prepare({ kind: 'open', id }, clipSpec);
    expect(decodes()).toBe(1);
  });

  it('lets go what was used longest ago when it is full, and decodes it again', async () => {
    const bytes = 13 * 9 * 3; // of either picture
    const other = { kind: 'file', path: visionFixture('decode/grey.png') } as const;
    const { store, ref } = await opened(createPictureStore({ maxBytes: 2 * bytes - 1 }));
    await store.decoded(ref);
    expect(decodes()).toBe(1);
    await store.decoded(other);
    await store.decoded(other);
    expect(decodes()).toBe(2);
    await store.decoded(ref);
    expect(decodes()).toBe(3);
  });

  it('notices a file that has changed, reads it again and says so', async () => {
    const { store, ref } = await opened();
    expect((await store.prepareAfresh(ref, clipSpec)).notes).toEqual([]);
    await copyFile(visionFixture('decode/grey.png'), path);
    await utimes(path, 1, 1);
    const { notes } = await store.prepareAfresh(ref, clipSpec);
    expect(notes).toEqual(["'a.png' has changed on disk since it was opened and was read again."]);
    expect(decodes()).toBe(2);
  });

  it('refuses a picture that was forgotten, and frees its pixels unless it is open twice', async () => {
    const { store, id, ref } = await opened();
    const other = await store.open({ kind: 'file', path }, undefined);
    store.forget(id);
    expect((await engineError(store.prepare(ref, clipSpec))).code).toBe('bad-input');
    await store.decoded({ kind: 'open', id: other.id });
    expect(decodes()).toBe(1);
    store.forget(other.id);
    await store.decoded({ kind: 'file', path });
    expect(decodes()).toBe(2);
  });

  it('remembers no failure', async () => {
    const store = createPictureStore();
    const gone = { kind: 'file', path: join(folder, 'later.png') } as const;
    await engineError(store.open(gone, undefined));
    await copyFile(path, gone.path);
    expect((await store.prepare(gone, clipSpec)).prepared.views.length).toBe(1);
  });

  it('opens pixel values only for a loaded model', async () => {
    const source = { kind: 'pixel-values', path } as const;
    expect((await engineError(createPictureStore().open(source, undefined))).code).toBe('not-loaded');
  });
});
