import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { treeDifferences, treeHashes } from '../../../tools/supply/tree-hashes.ts';

describe('two folders', () => {
  let root = '';
  const at = (path: string) => join(root, path);

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'dymu-trees-'));
    for (const folder of ['one', 'two']) {
      await mkdir(at(`${folder}/deep`), { recursive: true });
      await writeFile(at(`${folder}/deep/a`), 'a');
      await writeFile(at(`${folder}/b`), 'b');
      await symlink('deep/a', at(`${folder}/link`));
    }
  });
  afterEach(() => rm(root, { recursive: true }));

  const differences = async (mayDiffer: readonly string[] = []) =>
    treeDifferences(await treeHashes(at('one')), await treeHashes(at('two')), mayDiffer);

  it('with the same files, modes and links do not differ', async () => {
    expect((await treeHashes(at('one'))).size).toBe(3);
    expect(await differences()).toEqual([]);
  });

  it('differ by content, mode, link and by what one of them lacks', async () => {
    await writeFile(at('two/deep/a'), 'A');
    await chmod(at('two/b'), 0o755);
    await rm(at('two/link'));
    await symlink('b', at('two/link'));
    await writeFile(at('one/only'), '');
    await writeFile(at('two/other'), '');
    const words = await differences();
    expect(words.map((sentence) => sentence.split(' ')[0])).toEqual(['b', 'deep/a', 'link', 'only', 'other']);
    expect(words[2]).toBe('link differs: link to deep/a; link to b.');
    expect(words[3]).toBe('only is in the first alone.');
    expect(words[4]).toBe('other is in the second alone.');
  });

  it('may differ where that is said', async () => {
    await writeFile(at('two/b'), 'B');
    expect(await differences(['b'])).toEqual([]);
    expect(await differences(['deep/a'])).toHaveLength(1);
  });
});
