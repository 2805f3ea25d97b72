import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256, sha256OfFile } from '../../src-engine/files/sha256.ts';
import { emptyFolder } from '../support/scratch.ts';

describe('sha256', () => {
  it('is that of the standard, of a text and of a file of several pieces', async () => {
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    const path = join(await emptyFolder(), 'long');
    await writeFile(path, 'a'.repeat(1_000_000));
    expect(await sha256OfFile(path)).toBe('cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0');
  });

  it('leaves it to the caller to say what a missing file means', async () => {
    await expect(sha256OfFile(join(await emptyFolder(), 'gone'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
