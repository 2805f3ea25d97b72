import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listImages } from '../../src-engine/cli/image-list.ts';
import { inScratch } from './harness.ts';

describe('listImages', () => {
  it('finds the images of a folder and below, in the order of their names', async () => {
    await inScratch(async (folder) => {
      await mkdir(join(folder, 'deep', 'deeper'), { recursive: true });
      for (const name of ['b.png', 'a.JPG', 'notes.txt', 'deep/deeper/c.webp', 'deep/model.safetensors']) {
        await writeFile(join(folder, name), 'x');
      }
      const { files, notes } = await listImages(folder);
      expect(files.map((path) => relative(folder, path))).toEqual(['a.JPG', 'b.png', 'deep/deeper/c.webp']);
      expect(notes).toEqual([`2 other files in ${folder} were left out by name (.safetensors, .txt).`]);
    });
  });

  it('says nothing of what a system keeps beside pictures, and much of what it leaves out', async () => {
    await inScratch(async (folder) => {
      for (const name of ['a.png', '.DS_Store']) await writeFile(join(folder, name), 'x');
      expect((await listImages(folder)).notes).toEqual([]);
      await writeFile(join(folder, 'b.heic'), 'x');
      expect((await listImages(folder)).notes).toEqual([
        `1 other file in ${folder} was left out by name (.heic).`,
      ]);
      for (const ending of ['b', 'c', 'd', 'e', 'f']) await writeFile(join(folder, `x.${ending}`), 'x');
      await writeFile(join(folder, 'README'), 'x');
      expect((await listImages(folder)).notes).toEqual([
        `7 other files in ${folder} were left out by name (.b, .c, .d, .e, .f, …).`,
      ]);
    });
  });

  it('is not caught in a loop of links', async () => {
    await inScratch(async (folder) => {
      await writeFile(join(folder, 'a.png'), 'x');
      await symlink(folder, join(folder, 'again'));
      expect((await listImages(folder)).files).toEqual([join(folder, 'a.png')]);
    });
  });

  it('reads a list, relative to its own folder, without comments and empty lines', async () => {
    await inScratch(async (folder) => {
      await writeFile(join(folder, 'list.txt'), '# mine\r\na.png\r\n\r\n  sub/b.png  \n/c.png');
      const { files, notes } = await listImages(join(folder, 'list.txt'));
      expect(notes).toEqual([]);
      expect(files).toEqual([join(folder, 'a.png'), join(folder, 'sub/b.png'), '/c.png']);
    });
  });

  it('BAD CALL - refuses what is not there, is empty, or is an image itself', async () => {
    await inScratch(async (folder) => {
      await expect(listImages(join(folder, 'x'))).rejects.toThrow(
        /does not exist; give a folder of images or a list/,
      );
      await expect(listImages(folder)).rejects.toThrow(
        /holds no images; give a folder with PNG, JPEG or WebP files\.$/,
      );
      await writeFile(join(folder, 'a.png'), new Uint8Array([137, 80, 78, 71, 0, 0]));
      await expect(listImages(join(folder, 'a.png'))).rejects.toThrow(
        /is not UTF-8 text; give a text file of at most 16 MB with one image path per line\.$/,
      );
    });
  });
});
