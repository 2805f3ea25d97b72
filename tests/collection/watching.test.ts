import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCollections } from '../../src-engine/collection/collections.ts';
import { networkDrive } from '../../src-engine/collection/network-drives.ts';
import { sourceChanges } from '../../src-engine/collection/source-changes.ts';
import type { SourceParts } from '../../src-engine/collection/source-changes.ts';
import { watchFolder } from '../../src-engine/collection/watch-folder.ts';
import { mostNames, watchedNames } from '../../src-engine/collection/watched-names.ts';
import { openDatabase } from '../../src-engine/database/database.ts';
import type { Collection } from '../../src-engine/engine.ts';
import { eventually } from '../support/eventually.ts';
import { noisePng } from '../support/noise-png.ts';
import { emptyFolder, rejection } from '../support/scratch.ts';

const picture = (folder: string, name: string, seed: number) =>
  writeFile(join(folder, name), noisePng(seed, 40, 30));

const following = { follow: true, rescan: false };

/** A clock that stands: nothing is looked through because time has passed. */
function changesOf(folder: string, parts: SourceParts = {}) {
  const changes = sourceChanges(folder, { now: () => 0, ...parts });
  onTestFinished(() => changes.close());
  return changes;
}

/** Names that were found since the first look, until all of them were heard of. */
async function heard(changes: ReturnType<typeof changesOf>, expected: readonly string[]): Promise<void> {
  const found = new Set<string>();
  await eventually(async () => {
    const finding = await changes.find(following);
    expect(finding.kind).not.toBe('everything');
    if (finding.kind === 'names') for (const { name } of finding.files) found.add(name);
    expect([...found].sort()).toEqual(expected);
  });
}

describe('names that are noted', () => {
  it('are told when they have been quiet, and a file that is written to without end all the same', () => {
    let now = 0;
    const names = watchedNames(() => now);
    names.note('quiet.png');
    for (now = 0; now < 2900; now += 100) {
      names.note('busy.png');
      const changes = names.take();
      expect(changes).toEqual({ kind: 'names', names: now === 300 ? ['quiet.png'] : [] });
    }
    now = 3000;
    names.note('busy.png');
    expect(names.take()).toEqual({ kind: 'names', names: ['busy.png'] });
    expect(names.take()).toEqual({ kind: 'names', names: [] });
  });

  it('are too many at some number, and then everything has changed', () => {
    const names = watchedNames(() => 0);
    for (let index = 0; index <= mostNames; index += 1) names.note(`${index}.png`);
    expect(names.take()).toEqual({ kind: 'everything' });
    expect(names.take()).toEqual({ kind: 'names', names: [] });
  });
});

describe('a folder that is watched', () => {
  it('tells of files in it and in folders below, also in those that are made, moved and put in the place of others', async () => {
    const folder = await emptyFolder();
    await mkdir(join(folder, 'below'));
    const changes = changesOf(folder);
    expect(await changes.find(following)).toMatchObject({ kind: 'everything', files: [] });
    expect(changes.following).toEqual({ kind: 'watched' });

    await picture(folder, 'a.png', 1);
    await picture(folder, 'below/b.png', 2);
    await writeFile(join(folder, 'words.txt'), 'no picture');
    await picture(folder, '.hidden.png', 3);
    await heard(changes, ['a.png', 'below/b.png']);

    await mkdir(join(folder, 'new/deep'), { recursive: true });
    await picture(folder, 'new/deep/c.png', 4);
    await heard(changes, ['new/deep/c.png']);
    await picture(folder, 'new/deep/d.png', 5);
    await heard(changes, ['new/deep/d.png']);

    await rename(join(folder, 'below'), join(folder, 'moved'));
    await heard(changes, ['moved/b.png']);
    await picture(folder, 'moved/e.png', 6);
    await heard(changes, ['moved/e.png']);
    await mkdir(join(folder, 'below'));
    await heard(changes, []);
    await picture(folder, 'below/f.png', 7);
    await heard(changes, ['below/f.png']);
  });

  it('is not left through links, whether they were there or stand where a folder was', async () => {
    const [folder, outside] = [await emptyFolder(), await emptyFolder()];
    await mkdir(join(folder, 'inside'));
    await picture(folder, 'inside/a.png', 1);
    await symlink(outside, join(folder, 'there'), 'dir');
    const changes = changesOf(folder);
    expect(await changes.find(following)).toMatchObject({ files: [{ name: 'inside/a.png' }] });
    await rm(join(folder, 'inside'), { recursive: true });
    await symlink(outside, join(folder, 'inside'), 'dir');
    await picture(outside, 'a.png', 2);
    await picture(folder, 'last.png', 3);
    await heard(changes, ['last.png']);
  });

  it('is looked through from time to time where the system watches no more, and says why', async () => {
    const folder = await emptyFolder();
    await mkdir(join(folder, 'one'));
    let now = 0;
    const watch = (watched: string) => watchFolder(watched, { mostFolders: 2, recursive: false });
    const changes = changesOf(folder, { watch, now: () => now });
    await changes.find(following);
    expect(changes.following.kind).toBe('watched');
    await mkdir(join(folder, 'two'));
    const reason = `There are more than 2 folders in '${folder}', too many to watch each.`;
    await eventually(async () => {
      await changes.find(following);
      expect(changes.following).toEqual({ kind: 'rescanned', reason });
    });
    await picture(folder, 'two/a.png', 1);
    expect(await changes.find(following)).toEqual({ kind: 'nothing' });
    now = 1000;
    expect(await changes.find(following)).toMatchObject({
      kind: 'everything',
      files: [{ name: 'two/a.png' }],
    });
  });

  it('is not watched where other computers write, nor where nobody wants it', async () => {
    const folder = await emptyFolder();
    const changes = changesOf(folder, { driveOf: () => Promise.resolve('NFS') });
    await changes.find(following);
    expect(changes.following).toEqual({
      kind: 'rescanned',
      reason: 'The folder lies on a network file system (NFS), where not every change is heard of.',
    });
    await changes.find({ follow: false, rescan: false });
    expect(changes.following).toEqual({ kind: 'off' });
    await picture(folder, 'a.png', 1);
    expect(await changes.find({ follow: false, rescan: false })).toEqual({ kind: 'nothing' });
    expect(await changes.find({ follow: false, rescan: true })).toMatchObject({ files: [{ name: 'a.png' }] });
  });

  it('is known to lie on a network by what Linux calls its file system, or by its path on Windows', async () => {
    const kind = (number: number) => () => Promise.resolve(number);
    expect(await networkDrive('/mnt/photos', kind(0x6969), 'linux')).toBe('NFS');
    expect(await networkDrive('/mnt/photos', kind(-11317950), 'linux')).toBe('SMB'); // 0xff534d42, as a signed number
    expect(await networkDrive('/home/photos', kind(0xef53), 'linux')).toBe(undefined);
    expect(await networkDrive('/gone', () => Promise.reject(new Error('ENOENT')), 'linux')).toBe(undefined);
    expect(await networkDrive('\\\\server\\photos', kind(0), 'win32')).toBe('SMB');
    expect(await networkDrive('\\\\?\\C:\\photos', kind(0), 'win32')).toBe(undefined);
  });
});

describe('a collection that is followed', () => {
  async function opened() {
    const folder = await emptyFolder();
    const database = openDatabase(await emptyFolder());
    const collections = createCollections(() => database, 'path');
    onTestFinished(() => {
      collections.close();
      database.close();
    });
    const told = new Map<number, string>();
    let after: string | undefined;
    const ask = async (): Promise<Collection> => {
      const answer = await collections.answer(
        { source: folder, ...(after === undefined ? {} : { after }) },
        undefined,
        undefined,
      );
      if (answer.whole) told.clear();
      for (const { id, path } of answer.images) told.set(id, path);
      for (const id of answer.gone) told.delete(id);
      after = answer.revision;
      return answer;
    };
    const shows = (...paths: readonly string[]) =>
      eventually(async () => {
        expect((await ask()).unread).toBe(0);
        expect([...told.values()].sort()).toEqual(paths);
      });
    return { folder, ask, shows };
  }

  it('takes up what comes, and lets go of what has gone with its folder', async () => {
    const { folder, shows } = await opened();
    await mkdir(join(folder, 'below/deep'), { recursive: true });
    await picture(folder, 'a.png', 1);
    await picture(folder, 'below/b.png', 2);
    await picture(folder, 'below/deep/c.png', 3);
    await shows('a.png', 'below/b.png', 'below/deep/c.png');
    await rm(join(folder, 'below'), { recursive: true });
    await shows('a.png');
    await rename(join(folder, 'a.png'), join(folder, 'z.png'));
    await shows('z.png');
  });

  it('lists a file that cannot be read with its reason until it can be', async () => {
    const { folder, ask, shows } = await opened();
    await picture(folder, 'a.png', 1);
    await shows('a.png');
    await writeFile(join(folder, 'late.png'), noisePng(2, 40, 30).subarray(0, 20));
    await eventually(async () => {
      const { unreadable } = await ask();
      expect(unreadable).toEqual([
        { path: 'late.png', reason: expect.stringMatching(/^'late\.png' /) as unknown },
      ]);
    });
    await picture(folder, 'late.png', 2);
    await shows('a.png', 'late.png');
    expect((await ask()).unreadable).toEqual([]);
  });

  it('goes on when its folder has vanished and come back', async () => {
    const { folder, ask, shows } = await opened();
    await picture(folder, 'a.png', 1);
    await shows('a.png');
    await rename(folder, `${folder}-away`);
    expect((await rejection(ask())).message).toMatch(/is not there, or may not be read/);
    await picture(`${folder}-away`, 'b.png', 2);
    await rename(`${folder}-away`, folder);
    await shows('a.png', 'b.png');
    await rm(folder, { recursive: true });
    await mkdir(folder);
    await picture(folder, 'c.png', 3);
    await shows('c.png');
    await picture(folder, 'd.png', 4);
    await shows('c.png', 'd.png');
  });
});
