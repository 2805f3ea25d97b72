import { execFileSync } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exists, readBounded } from '../../src-engine/files/bounded-file.ts';
import { emptyFolder } from '../support/scratch.ts';

describe('readBounded', () => {
  it('reads a file up to its cap, also through a link', async () => {
    const directory = await emptyFolder();
    await writeFile(join(directory, 'a'), 'four');
    await symlink(join(directory, 'a'), join(directory, 'b'));
    expect((await readBounded(join(directory, 'b'), 4, 'get it')).toString()).toBe('four');
    await expect(readBounded(join(directory, 'b'), 3, 'get it')).rejects.toThrow(
      "'b' has 4 bytes, more than the 3 that such a file may have; get the original file.",
    );
  });

  it('gives the remedy for a missing file', async () => {
    const directory = await emptyFolder();
    await expect(readBounded(join(directory, 'a'), 3, 'get it')).rejects.toMatchObject({
      code: 'bad-checkpoint',
      message: "'a' is missing; get it.",
    });
  });

  it.skipIf(process.platform === 'win32')(
    'refuses a named pipe instead of waiting for a writer',
    async () => {
      const path = join(await emptyFolder(), 'pipe');
      execFileSync('mkfifo', [path]);
      await expect(readBounded(path, 100, 'get it')).rejects.toThrow(
        "'pipe' is not a file; put the file there.",
      );
    },
  );

  it('refuses a link that leads to itself', async () => {
    const path = join(await emptyFolder(), 'loop');
    await symlink(path, path);
    expect(await exists(path)).toBe(false);
    await expect(readBounded(path, 100, 'get it')).rejects.toMatchObject({ code: 'bad-checkpoint' });
  });
});
