import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareFolder } from '../../../src-engine/checkpoint/quantised/copies-folder.ts';
import { emptyFolder, rejection } from '../../support/scratch.ts';

describe('prepareFolder', () => {
  it('makes the folder with all above it', async () => {
    const directory = join(await emptyFolder(), 'a', 'b');
    await prepareFolder(directory, 1);
    expect(await readdir(directory)).toEqual([]);
  });

  it('removes what an interrupted process left behind, and nothing that is being written', async () => {
    const directory = await emptyFolder();
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    for (const name of ['old.safetensors.1.tmp', 'new.safetensors.2.tmp', 'copy.safetensors']) {
      await writeFile(join(directory, name), '');
      if (!name.startsWith('new')) await utimes(join(directory, name), longAgo, longAgo);
    }
    await prepareFolder(directory, 1);
    expect((await readdir(directory)).sort()).toEqual(['copy.safetensors', 'new.safetensors.2.tmp']);
  });

  it('says how much room is missing before any work is done', async () => {
    const directory = await emptyFolder();
    const { code, message } = await rejection(prepareFolder(directory, 1e18));
    expect(code).toBe('bad-input');
    expect(message).toMatch(/takes 1000000000000 MB, but .* has \d+ MB of free space; .*DYMU_CACHE/);
  });

  it('says so where no folder can be made', async () => {
    const file = join(await emptyFolder(), 'file');
    await writeFile(file, '');
    const { code, message } = await rejection(prepareFolder(join(file, 'folder'), 1));
    expect(code).toBe('bad-input');
    expect(message).toContain('set DYMU_CACHE');
  });
});
