import { mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageLimits } from '../../src-engine/vision/limits.ts';
import { readSource } from '../../src-engine/vision/read-source.ts';
import { engineError } from './fixtures.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-source-'));
});
afterAll(async () => rm(folder, { recursive: true }));

const refusal = async (path: string) => {
  const error = await engineError(readSource({ kind: 'file', path }));
  expect(error.code).toBe('bad-input');
  return error.message;
};

describe('readSource', () => {
  it('returns the bytes of a file, also through a link', async () => {
    await writeFile(join(folder, 'a.bin'), 'abc');
    await symlink(join(folder, 'a.bin'), join(folder, 'link.bin'));
    expect(Buffer.from(await readSource({ kind: 'file', path: join(folder, 'link.bin') })).toString()).toBe(
      'abc',
    );
  });

  it('refuses a folder', async () => {
    expect(await refusal(folder)).toMatch(/ is a folder; give the path of one picture inside it\.$/);
  });

  it('refuses a file that is not there', async () => {
    expect(await refusal(join(folder, 'no.png'))).toBe("'no.png' does not exist; check the path.");
    for (const path of ['https://example.org/a/photo.jpg', join(folder, 'https:/example.org/photo.jpg')]) {
      expect(await refusal(path)).toBe(
        "'photo.jpg' was given by an address, and nothing is downloaded; save the picture on this computer and give its path.",
      );
    }
  });

  it('refuses a link that leads to itself', async () => {
    await symlink(join(folder, 'loop'), join(folder, 'loop'));
    expect(await refusal(join(folder, 'loop'))).toContain('is a link that leads back to itself');
  });

  it.skipIf(process.platform === 'win32')('refuses a device, whose bytes never end', async () => {
    expect(await refusal('/dev/zero')).toBe("'zero' is not an ordinary file; give the path of a picture.");
  });

  it('refuses an empty file', async () => {
    await writeFile(join(folder, 'empty.png'), '');
    expect(await refusal(join(folder, 'empty.png'))).toContain("'empty.png' is empty (0 bytes)");
  });

  it('refuses a file over the cap without reading it', async () => {
    const path = join(folder, 'large.png');
    await writeFile(path, '');
    await truncate(path, imageLimits.fileBytes + 1024 * 1024); // sparse
    expect(await refusal(path)).toBe(
      "'large.png' has 65 MB, more than the 64 MB that are opened; save a smaller copy.",
    );
  });

  it('refuses a buffer over the cap', async () => {
    const limits = { ...imageLimits, fileBytes: 2 };
    const error = await engineError(
      readSource({ kind: 'bytes', bytes: new Uint8Array(3), name: 'pasted' }, limits),
    );
    expect(error.message).toContain("'pasted' has");
  });

  it('keeps control characters of a name out of the sentence', async () => {
    expect(await refusal(join(folder, 'a\n\u001b[31mred.png'))).toBe(
      "'a??[31mred.png' does not exist; check the path.",
    );
  });
});
