import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createReach, outOfReach } from '../../serve/reach.ts';
import { createUploadStore } from '../../serve/uploads.ts';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'dymu-uploads-'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const content = (text: string) => Readable.from([Buffer.from(text)]);

describe('uploads', () => {
  it('are kept under their names, the same contents once', async () => {
    const uploads = createUploadStore(scratch).open();
    const path = await uploads.take('a cat.png', content('meow'), 4);
    expect(basename(path)).toBe('a cat.png');
    expect(readFileSync(path, 'utf8')).toBe('meow');
    expect(await uploads.take('a cat.png', content('meow'), 4)).toBe(path);
    expect(await uploads.take('a cat.png', content('purr'), 4)).not.toBe(path);
  });

  it.each([
    '../../x.png',
    '/etc/x.png',
    '..\\..\\x.png',
    '.hidden.png',
    'a\u0000b.png',
    'é'.repeat(300) + '.png',
  ])('stay in their folder whatever they are called: %j', async (name) => {
    const uploads = createUploadStore(scratch).open();
    const path = await uploads.take(name, content('x'), 1);
    expect(dirname(dirname(path))).toBe(uploads.folder);
    expect(basename(path)).toMatch(/^[^./\\\0][^/\\\0]*\.png$/);
  });

  it('are of kinds that the window opens', async () => {
    const uploads = createUploadStore(scratch).open();
    for (const name of ['x.exe', 'questions.jsonl', 'list.txt', 'x'])
      await expect(uploads.take(name, content('x'), 1)).rejects.toThrow(
        /is nothing that the window opens; send a PNG/,
      );
  });

  it('have room, and no more: what says less than it sends is refused and leaves nothing', async () => {
    const uploads = createUploadStore(scratch).open({ bytes: 10, files: 2 });
    await expect(uploads.take('a.png', content('12345678901'), 11)).rejects.toThrow(/no more room/);
    await expect(uploads.take('a.png', content('12345'), 2)).rejects.toThrow(/is larger than/);
    expect(readdirSync(uploads.folder)).toEqual([]);
    await uploads.take('a.png', content('12345'), 5);
    await uploads.take('b.png', content('1234'), 4);
    await expect(uploads.take('c.png', content('1'), 1)).rejects.toThrow(
      /no more room on the server for c.png; put large sets/,
    );
    await expect(uploads.take('d.png', content('x'), 65 * 1_048_576)).rejects.toThrow(
      'd.png is larger than 64 MB',
    );
  });

  it('that break off leave nothing, and their room is free again', async () => {
    const uploads = createUploadStore(scratch).open({ bytes: 10, files: 1 });
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('12345');
      throw await Promise.resolve(new Error('aborted'));
    }
    await expect(uploads.take('a.png', Readable.from(broken()), 10)).rejects.toThrow(
      /^The server could not keep a.png; send it again/,
    );
    expect(readdirSync(uploads.folder)).toEqual([]);
    expect(basename(await uploads.take('a.png', content('1234567890'), 10))).toBe('a.png');
  });

  it('go with their browser and with the server; those of a server that was killed go at the next start', async () => {
    const left = join(scratch, 'dymu-serve-999999999-abc');
    mkdirSync(left);
    const store = createUploadStore(scratch);
    expect(existsSync(left)).toBe(false);
    const uploads = store.open();
    await uploads.take('a.png', content('x'), 1);
    uploads.remove();
    expect(readdirSync(store.folder)).toEqual([]);
    createUploadStore(scratch); // beside one that is alive
    expect(existsSync(store.folder)).toBe(true);
    store.remove();
    expect(existsSync(store.folder)).toBe(false);
  });
});

describe('what a browser may name', () => {
  it('really lies in a folder that is offered: neither words nor links lead out', async () => {
    const [offered, other] = [join(scratch, 'offered'), join(scratch, 'offered-not')];
    for (const folder of [offered, other]) {
      mkdirSync(folder);
      writeFileSync(join(folder, 'a.png'), '');
    }
    symlinkSync(join(other, 'a.png'), join(offered, 'link.png'));
    symlinkSync(other, join(offered, 'folder'));
    symlinkSync(join(offered, 'a.png'), join(offered, 'inside.png'));
    const reach = await createReach([offered, join(scratch, 'not-there')]);
    expect(await reach(offered)).toBe(true);
    expect(
      await outOfReach(
        reach,
        ['a.png', 'inside.png'].map((name) => join(offered, name)),
      ),
    ).toBeUndefined();
    for (const path of ['link.png', 'folder/a.png', '../offered-not/a.png', 'a.png\0', 'not-there.png'])
      expect(await reach(`${offered}/${path}`)).toBe(false);
    expect(await reach(other)).toBe(false);
    expect(await reach(join(scratch, 'not-there'))).toBe(false);
  });

  it('lies in a folder that is made later, too', async () => {
    const later = join(scratch, 'later');
    const reach = await createReach([later]);
    expect(await reach(join(later, 'a.json'))).toBe(false);
    mkdirSync(later);
    writeFileSync(join(later, 'a.json'), '');
    expect(await reach(join(later, 'a.json'))).toBe(true);
    expect(await reach(scratch)).toBe(false);
  });
});
