import { lstat, mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cachePlace } from '../../src-engine/hub/cache-place.ts';
import { takeLock } from '../../src-engine/hub/lock.ts';
import { isWhole } from '../../src-engine/checkpoint/cached-models.ts';
import { temporaryOf } from '../../src-engine/files/temporary-names.ts';
import { findModel } from '../../src-engine/checkpoint/hub-names.ts';
import { emptyFolder, rejection } from '../support/scratch.ts';
import { filesBelow, fetchModel } from './downloading.ts';
import { commitOf, gitBlob, hubForTest, sha256 } from './fake-hub.ts';
import { bytesOf, neededFiles, shards, smallModel } from './small-model.ts';

const commit = smallModel.commit;
const start = async () => ({
  hub: await hubForTest({ 'org/model': smallModel }),
  cache: await emptyFolder(),
});

function expectWhole(files: ReadonlyMap<string, Buffer>): void {
  expect([...files.keys()]).toEqual([...neededFiles]);
  for (const [path, bytes] of files) expect(bytes.equals(smallModel.files[path] ?? Buffer.of())).toBe(true);
}

describe('a model that is downloaded', () => {
  it('lies in the cache as huggingface_hub lays it out, with what is needed of it and nothing else', async () => {
    const { hub, cache } = await start();
    const result = await fetchModel(hub, { cache });
    const repository = join(cache, 'models--org--model');
    const directory = join(repository, 'snapshots', commit);
    expect(result).toEqual({
      name: 'org/model',
      commit,
      directory,
      files: 7,
      fetchedBytes: neededFiles.reduce((sum, path) => sum + (smallModel.files[path]?.length ?? 0), 0),
      repaired: [],
    });
    expectWhole(await filesBelow(directory));
    expect(await readFile(join(repository, 'refs', 'main'), 'utf8')).toBe(commit);
    const [first] = shards;
    const blob = sha256(smallModel.files[first] ?? Buffer.of());
    expect(await readlink(join(directory, first))).toBe(`../../blobs/${blob}`);
    expect(await readlink(join(directory, 'config.json'))).toBe(
      `../../blobs/${gitBlob(smallModel.files['config.json'] ?? Buffer.of())}`,
    );
    expect((await readdir(join(repository, 'blobs'))).filter((name) => name.includes('.'))).toEqual([]);
    expect(await findModel('org/model', { HF_HUB_CACHE: cache })).toBe(directory);
    expect(await isWhole(directory)).toBe(true);
  });

  it('comes in pieces side by side, the first alone', async () => {
    const { hub, cache } = await start();
    await fetchModel(hub, { cache });
    const [first] = shards;
    const pieces = hub.seen.filter(
      ({ server, path }) =>
        server === 'store' && path.endsWith(sha256(smallModel.files[first] ?? Buffer.of())),
    );
    expect(pieces.map(({ range }) => range).sort()).toHaveLength(13);
    expect(pieces[0]?.range).toBe('bytes=0-8191');
    // The way to the store is asked for once.
    expect(hub.seen.filter(({ path }) => path.includes(`/resolve/${commit}/${first}`))).toHaveLength(1);
  });

  it('is fetched once: the second time nothing but the list is asked for', async () => {
    const { hub, cache } = await start();
    await fetchModel(hub, { cache });
    hub.seen.length = 0;
    expect((await fetchModel(hub, { cache })).fetchedBytes).toBe(0);
    expect(hub.seen.map(({ path }) => path)).toEqual([`/api/models/org/model/revision/${commit}`]);
  });

  it('leaves nothing of a part whose process ended right after its last piece', async () => {
    const { hub, cache } = await start();
    await fetchModel(hub, { cache });
    const blobs = join(cache, 'models--org--model', 'blobs');
    const blob = sha256(smallModel.files[shards[0]] ?? Buffer.of());
    await writeFile(join(blobs, `${blob}.dymu-part.pieces`), 'dymu 1 100000 8192\n0\n');
    await fetchModel(hub, { cache });
    expect((await readdir(blobs)).filter((name) => name.includes('.'))).toEqual([]);
  });

  it('shares what another commit has brought', async () => {
    const { hub, cache } = await start();
    await fetchModel(hub, { cache });
    const files = { ...smallModel.files, 'config.json': Buffer.from('{"model_type":"llava","x":1}') };
    hub.models.set('org/model', { ...smallModel, commit: commitOf('b'), files });
    const { fetchedBytes, directory } = await fetchModel(hub, { cache }, { commit: commitOf('b') });
    expect(fetchedBytes).toBe(28);
    expect([...(await filesBelow(directory)).keys()]).toEqual([...neededFiles]);
    expect(await readFile(join(cache, 'models--org--model', 'refs', 'main'), 'utf8')).toBe(commitOf('b'));
  });

  it('says how far it is, from what was there to all of it', async () => {
    const { hub, cache } = await start();
    const said: (readonly [string, number, number])[] = [];
    await fetchModel(hub, { cache }, {}, { report: (...words) => said.push(words) });
    expect(said[0]).toEqual(['Asking the hub', 0, 0]);
    const [stage, done, total] = said.at(-1) ?? ['', 0, 0];
    expect([stage, done]).toEqual(['Downloading', total]);
    const shown = said.filter(([, , of]) => of === total).map(([, now]) => now);
    expect(shown).toEqual([...shown].sort((a, b) => a - b));
  });

  it('stops at once when it is told to, and goes on later with all that it said had come', async () => {
    const { hub, cache } = await start();
    const stop = new AbortController();
    let [pieces, shown] = [0, 0];
    const kept = () => {
      if (++pieces === 9) stop.abort();
    };
    const report = (_: string, done: number) => (shown = done);
    const { code } = await rejection(fetchModel(hub, { cache }, {}, { signal: stop.signal, kept, report }));
    expect(code).toBe('aborted');
    const { fetchedBytes, directory } = await fetchModel(hub, { cache });
    const all = neededFiles.reduce((sum, path) => sum + (smallModel.files[path]?.length ?? 0), 0);
    expect(shown).toBeGreaterThan(0);
    expect(fetchedBytes).toBe(all - shown);
    expectWhole(await filesBelow(directory));
  });

  it('goes into a folder of its own as plain files', async () => {
    const { hub, cache } = await start();
    const to = join(await emptyFolder(), 'model');
    expect((await fetchModel(hub, { cache }, { to })).directory).toBe(to);
    expectWhole(await filesBelow(to));
    expect((await lstat(join(to, 'config.json'))).isFile()).toBe(true);
    expect(await readdir(cache)).toEqual([]);
  });

  it('is not written over a file of the same name that is another one', async () => {
    const { hub, cache } = await start();
    const to = await emptyFolder();
    await writeFile(join(to, 'config.json'), 'mine');
    const { message } = await rejection(fetchModel(hub, { cache }, { to }));
    expect(message).toBe(
      `'${join(to, 'config.json')}' is another file than the one to be downloaded; give an empty folder, or ask for a repair, which replaces it.`,
    );
    expect(await readFile(join(to, 'config.json'), 'utf8')).toBe('mine');
  });

  it('lies as plain files in the cache of a system without links', async () => {
    const cache = await emptyFolder();
    const place = cachePlace({
      cache,
      name: 'org/model',
      revision: 'main',
      commit,
      makeLink: () => Promise.reject(Object.assign(new Error('no'), { code: 'EPERM' })),
    });
    const bytes = bytesOf('x', 100);
    const file = { path: 'a/b.jinja', bytes: 100, digest: { kind: 'sha256', hex: sha256(bytes) } } as const;
    await place.prepare(null);
    await writeFile(place.partOf(file), bytes);
    await place.settle(file);
    expect(await readFile(join(place.directory, 'a', 'b.jinja'))).toEqual(bytes);
    expect(await place.present(file)).toBe(join(place.directory, 'a', 'b.jinja'));
  });
});

describe('a repair', () => {
  it('fetches only the files whose bytes are not the hub’s', async () => {
    const { hub, cache } = await start();
    const { directory } = await fetchModel(hub, { cache });
    const path = join(directory, shards[1]);
    const broken = Buffer.from(await readFile(path));
    broken[500] = (broken[500] ?? 0) ^ 1;
    await writeFile(path, broken);
    hub.seen.length = 0;
    const result = await fetchModel(hub, { cache }, { repair: true });
    expect(result.repaired).toEqual([shards[1]]);
    expect(result.fetchedBytes).toBe(70_001);
    expectWhole(await filesBelow(directory));
    expect(hub.seen.filter(({ path: asked }) => asked.includes('/resolve/'))).toHaveLength(1);
  });

  it('of a folder replaces what is not the hub’s', async () => {
    const { hub, cache } = await start();
    const to = await emptyFolder();
    await writeFile(join(to, 'config.json'), 'mine');
    await fetchModel(hub, { cache }, { to, repair: true });
    expectWhole(await filesBelow(to));
  });
});

describe('two downloads of one model', () => {
  it('are one: the second is told who is at it', async () => {
    const { hub, cache } = await start();
    const lock = cachePlace({ cache, name: 'org/model', revision: 'main', commit }).lock;
    const giveBack = await takeLock(lock, 'the model');
    expect((await rejection(fetchModel(hub, { cache }))).message).toBe(
      `'org/model' is being downloaded already, by process ${process.pid}; wait until that is done, or stop it.`,
    );
    await giveBack();
    await fetchModel(hub, { cache });
    expect(await readdir(join(lock, '..'))).toEqual([]);
  });

  it('of which one has died: the other takes its place', async () => {
    const { hub, cache } = await start();
    const { lock } = cachePlace({ cache, name: 'org/model', revision: 'main', commit });
    await mkdir(join(lock, '..'), { recursive: true });
    const { hostname } = await import('node:os');
    await writeFile(lock, JSON.stringify({ owner: 'dead', host: hostname(), pid: 2 ** 30 }));
    // One that was killed in the midst of taking a third one's lock away left it aside.
    const aside = temporaryOf(lock).replace(`-${process.pid}-`, `-${2 ** 30}-`);
    await writeFile(aside, '');
    expect((await fetchModel(hub, { cache })).files).toBe(7);
    expect(await readdir(join(lock, '..'))).toEqual([]);
  });
});
