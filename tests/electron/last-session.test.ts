import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLastSession } from '../../electron/last-session.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dymu-last-'));
});
afterEach(() => rm(folder, { recursive: true }));

const two = new Map([
  ['pasted.png#4', Uint8Array.of(1, 2, 3, 4)],
  ['../../etc/passwd', Uint8Array.of(5)],
]);

describe('the last session on disk', () => {
  it('is none at first, and afterwards what was written last, with its pictures', async () => {
    expect(await openLastSession(folder).read()).toBeNull();
    const last = openLastSession(folder);
    await Promise.all([last.write('one', new Map()), last.write('two', two)]);
    const again = await openLastSession(folder).read();
    expect(Buffer.from(again!.text).toString()).toBe('two');
    expect([...again!.pictures].sort()).toEqual(
      [...two].map(([id, bytes]) => [id, Buffer.from(bytes)]).sort(),
    );
    expect((await readdir(folder)).sort()).toEqual(['last.dymu-session', 'pictures']);
  });

  it('is for its owner alone, whatever pictures are called', async () => {
    const last = openLastSession(folder);
    await last.write('text', two);
    const names = await readdir(join(folder, 'pictures'));
    expect(names.filter((name) => !/^[0-9a-f]{64}$/.test(name))).toEqual([]);
    const files = ['last.dymu-session', ...names.map((name) => join('pictures', name))];
    if (process.platform !== 'win32')
      for (const file of files) expect((await stat(join(folder, file))).mode & 0o077).toBe(0);
  });

  it('lets closed pictures go', async () => {
    const last = openLastSession(folder);
    await last.write('text', two);
    await last.write('text', new Map());
    expect(await readdir(join(folder, 'pictures'))).toEqual([]);
    await last.write('text', two);
    await last.clear();
    expect(await readdir(folder)).toEqual([]);
    expect(await last.read()).toBeNull();
  });

  it('has no picture whose file is damaged', async () => {
    await openLastSession(folder).write('text', two);
    const [first] = await readdir(join(folder, 'pictures'));
    await writeFile(join(folder, 'pictures', first!), Buffer.of(255, 255, 255, 255, 1));
    await writeFile(join(folder, 'pictures', 'stray'), '');
    expect((await openLastSession(folder).read())!.pictures.size).toBe(1);
  });

  it('can be put aside', async () => {
    const last = openLastSession(folder);
    await last.write('damaged', new Map());
    const aside = await last.putAside();
    expect(await readFile(aside!, 'utf8')).toBe('damaged');
    expect(await last.read()).toBeNull();
  });
});
