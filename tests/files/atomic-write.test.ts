import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeAtomically } from '../../src-engine/files/atomic-write.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'dymu-write-'))));
afterEach(() => rm(folder, { recursive: true }));

describe('writeAtomically', () => {
  it('replaces a file and leaves nothing else behind', async () => {
    const path = join(folder, 'a.json');
    await writeAtomically(path, 'one');
    await writeAtomically(path, Uint8Array.of(50));
    expect(await readFile(path, 'utf8')).toBe('2');
    expect(await readdir(folder)).toEqual(['a.json']);
  });

  it('shows readers the old content or the new one while many write', async () => {
    const path = join(folder, 'a.txt');
    const contents = Array.from({ length: 10 }, (_, digit) => String(digit).repeat(20_000));
    await writeFile(path, contents[0]!);
    const writing = Promise.all(contents.map((content) => writeAtomically(path, content)));
    for (let read = 0; read < 20; read++) expect(contents).toContain(await readFile(path, 'utf8'));
    await writing;
    expect(await readdir(folder)).toEqual(['a.txt']);
  });

  it('says what to do where it cannot write, and cleans up', async () => {
    await mkdir(join(folder, 'taken'));
    await expect(writeAtomically(join(folder, 'taken'), 'x')).rejects.toMatchObject({ code: 'bad-input' });
    expect(await readdir(folder)).toEqual(['taken']);
    await expect(writeAtomically(join(folder, 'none', 'a'), 'x')).rejects.toThrow(
      `Cannot write "${join(folder, 'none', 'a')}"; check that the folder "${join(folder, 'none')}" exists, is writable and has free space.`,
    );
  });

  it('does not take the place of what is no ordinary file', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    await expect(writeAtomically(path, 'x')).rejects.toThrow(
      `"${path}" is no ordinary file; give the name of a file.`,
    );
    expect((await stat(path)).isFIFO()).toBe(true);
    expect(await readdir(folder)).toEqual(['pipe']);
  });
});
