import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const repository = resolve(import.meta.dirname, '..', '..');
const run = promisify(execFile);

describe('launch', () => {
  let root = '';
  const cache = () => join(root, '.cache', 'launch');

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'dymu-launch-'));
    await cp(join(repository, 'tools', 'launch'), join(root, 'tools', 'launch'), { recursive: true });
    await symlink(join(repository, 'node_modules'), join(root, 'node_modules'), 'junction');
    await mkdir(join(root, 'src'));
    await write({
      'package.json': '{ "type": "module" }',
      'package-lock.json': '{}',
      'tools/launch/go.js': `import { launch } from './launch.js'; await launch('src/program.ts');`,
      'src/word.ts': `export const word: string = 'grün';`,
      'src/program.ts':
        `import { z } from 'zod'; import { word } from './word.ts';` +
        `console.log(z.string().parse(word), process.argv.slice(2).join(' '));` +
        `if (process.argv[2] === 'fail') process.exitCode = 3;`,
    });
  });

  afterEach(async () => {
    await rm(root, { recursive: true });
  });

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
  }

  const go = async (...words: string[]): Promise<string> =>
    (await run(process.execPath, [join(root, 'tools', 'launch', 'go.js'), ...words])).stdout.trim();

  const codes = async (): Promise<string[]> =>
    (await readdir(cache())).filter((name) => name.endsWith('.code')).sort();

  it('runs a program with its arguments, and again from what it kept', async () => {
    expect(await go('say', 'it')).toBe('grün say it');
    const kept = await codes();
    expect(kept).toHaveLength(1);
    const bundle = join(cache(), 'src_program.ts.cjs');
    const { mtimeMs } = await stat(bundle);
    expect(await go('say', 'more')).toBe('grün say more');
    expect(await codes()).toEqual(kept);
    expect((await stat(bundle)).mtimeMs).toBe(mtimeMs);
  });

  it('sees a changed source, and forgets the code that was compiled before', async () => {
    await go('say');
    const before = await codes();
    await write({ 'src/word.ts': `export const word: string = 'blau, und länger';` });
    expect(await go('say')).toBe('blau, und länger say');
    const after = await codes();
    expect(after).toHaveLength(1);
    expect(after).not.toEqual(before);
  });

  it('hands the exit status on', async () => {
    await expect(go('fail')).rejects.toMatchObject({ code: 3 });
  });

  it('runs where nothing can be kept', async () => {
    await write({ '.cache': 'a file where the folder would be' });
    expect(await go('say')).toBe('grün say');
  });

  it('takes damaged code for none', async () => {
    await go('say');
    const [code = ''] = await codes();
    await writeFile(join(cache(), code), 'nonsense');
    expect(await go('say')).toBe('grün say');
  });

  it('tells every module that it lies where the bundle does', async () => {
    const words = ['dirname', 'filename', 'url'].map((word) => `import.meta.${word}`);
    await write({ 'src/program.ts': `console.log(JSON.stringify([${words.join()}]));` });
    const file = join(cache(), 'src_program.ts.cjs');
    expect(JSON.parse(await go())).toEqual([cache(), file, pathToFileURL(file).href]);
  });

  it('bundles no module that asks for what a bundle cannot tell', async () => {
    await write({ 'src/program.ts': `console.log(import.meta.resolve('zod'));` });
    await expect(go()).rejects.toThrow('"import.meta" is not available');
  });

  it('says what is wrong with a source', async () => {
    await write({ 'src/word.ts': `export const word = ;` });
    await expect(go('say')).rejects.toThrow('src/word.ts:1:20');
  });
});
