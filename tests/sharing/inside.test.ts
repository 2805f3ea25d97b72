import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insideOf, type Inside } from '../../src-engine/sharing/inside.ts';

let folder: string;
let root: string;
let inside: Inside;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dymu-inside-'));
  root = join(folder, 'shared');
  await mkdir(join(root, 'photos'), { recursive: true });
  await writeFile(join(root, 'photos', 'a.png'), 'x');
  await writeFile(join(folder, 'secret.png'), 'x');
  await symlink(join(folder, 'secret.png'), join(root, 'link.png'));
  await symlink(join(root, 'photos', 'a.png'), join(root, 'good.png'));
  await symlink(folder, join(root, 'up'));
  inside = await insideOf(root);
});
afterAll(() => rm(folder, { recursive: true }));

describe('a folder that tasks may not leave', () => {
  it.each(['photos/a.png', 'good.png', 'photos/../photos/a.png', 'photos/gone.png'])(
    'has %s inside',
    async (path) => {
      await expect(inside.check(join(root, path))).resolves.toBeUndefined();
    },
  );

  it.each([
    ['../secret.png', 'is not below'],
    ['link.png', 'is not below'],
    ['up/secret.png', 'is not below'],
    ['up/gone.png', 'is not below'],
    ['../shared-too/a.png', 'is not below'],
    ['elsewhere/a.png', 'whose folder is not there'],
  ])('refuses %s', async (path, words) => {
    await expect(inside.check(`${root}/${path}`)).rejects.toThrow(words);
  });

  it('refuses a path that begins nowhere', async () => {
    await expect(inside.check('photos/a.png')).rejects.toMatchObject({ code: 'bad-input' });
  });

  it('must be there itself', async () => {
    await expect(insideOf(join(folder, 'none'))).rejects.toThrow(
      `The folder '${join(folder, 'none')}' is not there; give the folder that all machines share.`,
    );
  });
});
