import { spawnSync } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { removeAbandoned, temporaryOf } from '../../src-engine/files/temporary-names.ts';
import { emptyFolder } from '../support/scratch.ts';

/** The number of a process that has ended. */
const ended = spawnSync(process.execPath, ['--version']).pid;

describe('files that are not whole yet', () => {
  it('have another name at every call, beside their target', () => {
    const [first, second] = [temporaryOf('/a/b.json'), temporaryOf('/a/b.json')];
    expect(first).toMatch(/^\/a\/b\.json\.[\da-f]{8}-\d+-[\da-f]{8}\.tmp$/u);
    expect(first).not.toBe(second);
  });

  it('are removed where their process was killed, and stay where it lives, is another computer’s, or the target is another', async () => {
    const folder = await emptyFolder();
    const target = join(folder, 'a.json');
    const living = temporaryOf(target);
    const left = living.replace(`-${process.pid}-`, `-${ended}-`);
    const elsewhere = join(folder, `a.json.00000000-${ended}-00000000.tmp`);
    const another = left.replace('a.json', 'aa.json');
    for (const path of [living, left, elsewhere, another]) await writeFile(path, '');
    await removeAbandoned(target);
    expect((await readdir(folder)).sort()).toEqual(
      [living, elsewhere, another].map((path) => basename(path)).sort(),
    );
  });

  it('are no reason to fail where the folder is gone', async () => {
    await expect(removeAbandoned(join(await emptyFolder(), 'none', 'a.json'))).resolves.toBeUndefined();
  });
});
