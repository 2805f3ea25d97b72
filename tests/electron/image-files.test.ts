import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesAmong, folderLooker, lookInto, isImageName, remember } from '../../electron/image-files.ts';

describe('isImageName', () => {
  it.each(['a.png', 'B.JPG', 'c.d.jpeg', 'e.webp'])('takes %s', (name) =>
    expect(isImageName(name)).toBe(true),
  );
  it.each(['png', 'a.txt', 'a.png.exe', ''])('passes over "%s"', (name) =>
    expect(isImageName(name)).toBe(false),
  );
});

describe('filesAmong', () => {
  it('finds images, calibrations and sessions among switches and other arguments, relative ones from the caller', () => {
    const argv = ['--no-sandbox', '.', 'pictures/cat.png', resolve('/abs/dog.jpg'), '--file=x.png'];
    expect(
      filesAmong(
        [...argv, 'mine.dymu-calibration', 'old.JSON', 'a.DyMU-Session'],
        resolve('/home/me'),
        () => false,
      ),
    ).toEqual([
      { kind: 'image', path: resolve('/home/me/pictures/cat.png'), name: 'cat.png' },
      { kind: 'image', path: resolve('/abs/dog.jpg'), name: 'dog.jpg' },
      { kind: 'calibration', path: resolve('/home/me/mine.dymu-calibration'), name: 'mine.dymu-calibration' },
      { kind: 'calibration', path: resolve('/home/me/old.JSON'), name: 'old.JSON' },
      { kind: 'session', path: resolve('/home/me/a.DyMU-Session'), name: 'a.DyMU-Session' },
    ]);
  });

  it('finds those that a desktop names by their address, of this computer only', () => {
    const cat = resolve('/home/me/a cat #1.png');
    const argv = [pathToFileURL(cat).href, 'file://elsewhere.example/%2F.png', 'https://example.org/dog'];
    expect(filesAmong(argv.slice(0, 1), resolve('/'), () => false)).toEqual([
      { kind: 'image', path: cat, name: 'a cat #1.png' },
    ]);
    expect(filesAmong(argv.slice(2), resolve('/'), () => false)).toEqual([]);
    expect(() => filesAmong(argv, resolve('/'), () => false)).not.toThrow();
  });
});

describe('folders among the arguments of a start', () => {
  it('are found on disk, but not the application’s own', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dymu-argv-'));
    await mkdir(join(folder, 'holiday.png')); // a name says nothing of a folder
    await mkdir(join(folder, 'app'));
    const isFolder = folderLooker(join(folder, 'app'));
    expect(filesAmong(['holiday.png', 'app', '--flag', 'gone', 'cat.jpg'], folder, isFolder)).toEqual([
      { kind: 'folder', path: join(folder, 'holiday.png'), name: 'holiday.png' },
      { kind: 'image', path: join(folder, 'cat.jpg'), name: 'cat.jpg' },
    ]);
    await rm(folder, { recursive: true });
  });
});

describe('remember', () => {
  it('keeps the newest first, each once, and not too many', () => {
    expect(remember(['b', 'a'], ['a', 'c'])).toEqual(['a', 'c', 'b']);
    expect(remember(['b', 'a'], ['c'], 2)).toEqual(['c', 'b']);
  });
});

describe('files on disk', () => {
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dymu-images-'));
    for (const name of ['img10.png', 'img2.png', 'notes.txt', 'Img1.JPG'])
      await writeFile(join(folder, name), '');
    await mkdir(join(folder, 'folder.png'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('are listed as people sort them, images and what else there is', async () => {
    await writeFile(join(folder, '.hidden.png'), '');
    const { images, ...rest } = await lookInto(folder);
    expect(images.map(({ name }) => name)).toEqual(['Img1.JPG', 'img2.png', 'img10.png']);
    expect(rest).toMatchObject({ hidden: ['.hidden.png'], folders: ['folder.png'], others: ['notes.txt'] });
  });
});
