/** A whole folder against hostile files: whatever lies in it, the outcome is a model or one sentence. Here: files that are none, and weight files that lie. */
import { execFileSync } from 'node:child_process';
import { mkdir, open, readdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileError } from '../../../src-engine/files/bounded-file.ts';
import { published } from '../../../src-engine/files/published-json.ts';
import { goldenCopy } from '../../support/scratch.ts';
import { expectOutcome } from './outcome.ts';

describe('files that are no files', () => {
  const everyFile = async (directory: string) =>
    (await readdir(directory)).filter((name) => name.includes('.'));

  it.each(['llava15-clip', 'llava-next', 'onevision'] as const)(
    '%s: a folder, a loop of links or a dangling link in the place of any file',
    async (name) => {
      const directory = await goldenCopy(name);
      for (const file of await everyFile(directory)) {
        const path = join(directory, file);
        await rename(path, `${path}~`);
        await mkdir(path);
        await expectOutcome(directory);
        await rm(path, { recursive: true });
        await symlink(path, path);
        await expectOutcome(directory);
        await rm(path);
        await symlink(join(directory, 'nowhere'), path);
        await expectOutcome(directory);
        await rm(path);
        await rename(`${path}~`, path);
      }
      expect(await expectOutcome(directory)).toBe('opened');
    },
  );

  it.skipIf(process.platform === 'win32')('named pipes and devices do not make it wait', async () => {
    const directory = await goldenCopy('llava15-clip');
    for (const file of await everyFile(directory)) {
      const path = join(directory, file);
      await rename(path, `${path}~`);
      execFileSync('mkfifo', [path]);
      await expectOutcome(directory);
      await rm(path);
      await symlink('/dev/zero', path);
      await expectOutcome(directory);
      await rm(path);
      await rename(`${path}~`, path);
    }
  });

  it('a file that may not be read is named', () => {
    // The system's answer is made here: root, as which CI runs, may read all files.
    const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    expect(fileError(published('/models/a/model.safetensors'), denied).message).toBe(
      "'model.safetensors' may not be read; allow reading it for your user.",
    );
  });
});

describe('weight files that lie', () => {
  const shard = 'model-00002-of-00002.safetensors';

  it('a shard that ends early, anywhere', async () => {
    const directory = await goldenCopy('llava-next');
    const file = await open(join(directory, shard), 'r+');
    const { size } = await file.stat();
    try {
      for (const length of [size - 1, size >> 1, 5000, 9, 8, 7, 0]) {
        await file.truncate(length);
        const message = await expectOutcome(directory);
        expect(message).toMatch(
          /^'model-00002-of-00002\.safetensors' (is truncated|is not a safetensors file)/u,
        );
      }
    } finally {
      await file.close();
    }
  });

  it('a shard that is longer than it says, by a terabyte that takes no room', async () => {
    const directory = await goldenCopy('llava-next');
    const file = await open(join(directory, shard), 'r+');
    await file.truncate(2 ** 40);
    await file.close();
    expect(await expectOutcome(directory)).toContain('bytes at its end that belong to no tensor');
  });

  it('a shard in the place of another', async () => {
    const directory = await goldenCopy('llava-next');
    const other = 'model-00001-of-00002.safetensors';
    await rm(join(directory, shard));
    await symlink(join(directory, other), join(directory, shard));
    expect(await expectOutcome(directory)).toContain('which does not hold it; download both again.');
  });

  it('every changed byte of a header ends in a model or an EngineError', async () => {
    const directory = await goldenCopy('llava15-siglip');
    const file = await open(join(directory, 'model.safetensors'), 'r+');
    const damage = fc.record({
      at: fc.integer({ min: 0, max: 15_000 }),
      to: fc.integer({ min: 0, max: 255 }),
    });
    try {
      await fc.assert(
        fc.asyncProperty(damage, async ({ at, to }) => {
          const kept = Buffer.alloc(1);
          await file.read(kept, 0, 1, at);
          await file.write(Buffer.of(to), 0, 1, at);
          await expectOutcome(directory);
          await file.write(kept, 0, 1, at);
        }),
        { numRuns: 100 },
      );
    } finally {
      await file.close();
    }
    expect(await expectOutcome(directory)).toBe('opened');
  });
});
