import { execFileSync } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exists, readBounded, readText } from '../../src-engine/files/bounded-file.ts';
import type { Subject } from '../../src-engine/files/refusal.ts';
import { emptyFolder } from '../support/scratch.ts';

const subject: Subject = { file: 'a', code: 'bad-input', remedy: 'get it' };

describe('readBounded', () => {
  it('reads a file up to its cap, also through a link', async () => {
    const directory = await emptyFolder();
    await writeFile(join(directory, 'a'), 'four');
    await symlink(join(directory, 'a'), join(directory, 'b'));
    expect((await readBounded(join(directory, 'b'), 4, subject)).toString()).toBe('four');
    await expect(readBounded(join(directory, 'b'), 3, subject)).rejects.toThrow(
      "'a' has 4 bytes, more than the 3 that such a file may have; get it.",
    );
  });

  it('gives the remedy for a missing file', async () => {
    const directory = await emptyFolder();
    await expect(readBounded(join(directory, 'a'), 3, subject)).rejects.toMatchObject({
      code: 'bad-input',
      message: "'a' is missing; get it.",
    });
  });

  it.skipIf(process.platform === 'win32')(
    'refuses a named pipe instead of waiting for a writer',
    async () => {
      const path = join(await emptyFolder(), 'pipe');
      execFileSync('mkfifo', [path]);
      await expect(readBounded(path, 100, subject)).rejects.toThrow("'a' is not an ordinary file; get it.");
    },
  );

  it('refuses a link that leads to itself', async () => {
    const path = join(await emptyFolder(), 'loop');
    await symlink(path, path);
    expect(await exists(path)).toBe(true);
    await expect(readBounded(path, 100, subject)).rejects.toThrow(
      "'a' is a link that leads back to itself; give the path of the file itself.",
    );
  });
});

describe('readText', () => {
  it.each([
    ['another encoding', Uint8Array.of(0xff, 0x41)],
    ['a zero byte', Uint8Array.of(0x41, 0, 0x41)],
  ])('refuses %s', async (_, bytes) => {
    const path = join(await emptyFolder(), 'text');
    await writeFile(path, bytes);
    await expect(readText(path, 100, subject)).rejects.toThrow("'a' is not UTF-8 text; get it.");
  });

  it('leaves a byte order mark out, and says that a folder is one', async () => {
    const directory = await emptyFolder();
    await writeFile(join(directory, 'text'), '\ufeffwords');
    expect(await readText(join(directory, 'text'), 100, subject)).toBe('words');
    await expect(readText(directory, 100, subject)).rejects.toThrow(
      "'a' is a folder and not a file; get it.",
    );
  });
});

describe('a link whose target is gone', () => {
  it('exists, and is refused by naming the target', async () => {
    const path = join(await emptyFolder(), 'link');
    await symlink('../../blobs/f00d', path);
    expect(await exists(path)).toBe(true);
    await expect(readBounded(path, 100, subject)).rejects.toThrow(
      "'a' is a link to '../../blobs/f00d', which is not there; copy the folder again with the files that its links lead to, or download it again.",
    );
  });
});
