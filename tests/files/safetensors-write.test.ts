import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../src-engine/files/safetensors-read.ts';
import { writeSafetensors, type TensorToWrite } from '../../src-engine/files/safetensors-write.ts';
import { readSafetensorsHeader } from '../../src-engine/files/safetensors.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { emptyFolder, rejection } from '../support/scratch.ts';

describe('writeSafetensors', () => {
  it('writes what the reader reads, data at a multiple of 8 bytes, nothing beside it', async () => {
    const directory = await emptyFolder();
    const path = join(directory, 'out.safetensors');
    const features = Float32Array.of(1.5, -0, Infinity, 4, 5, 6);
    const owner = Int32Array.of(-1, 2 ** 31 - 1);
    await writeSafetensors(
      path,
      {
        features: { dtype: 'F32', shape: [2, 3], data: features },
        owner: { dtype: 'I32', shape: [2], data: owner },
        none: { dtype: 'F32', shape: [0, 4], data: new Float32Array() },
      },
      { model: 'tiny' },
    );
    const { tensors, metadata } = await readSafetensorsHeader(path);
    expect(metadata).toEqual(new Map([['model', 'tiny']]));
    expect((tensors.get('features')?.offset ?? 1) % 8).toBe(0);
    const read = await readSafetensors(path, { maxBytes: 1000 });
    expect(read.get('features')).toEqual({ shape: [2, 3], data: features });
    expect(read.get('owner')).toEqual({ shape: [2], data: owner });
    expect(await readdir(directory)).toEqual(['out.safetensors']);
  });

  it('writes only the part of a buffer that the array shows', async () => {
    const path = join(await emptyFolder(), 'out.safetensors');
    const view = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
    await writeSafetensors(path, { view: { dtype: 'F32', shape: [2], data: view } });
    expect((await readSafetensors(path, { maxBytes: 8 })).get('view')?.data).toEqual(Float32Array.of(2, 3));
  });

  it('round-trips any names and numbers', async () => {
    const path = join(await emptyFolder(), 'out.safetensors');
    const name = fc
      .string({ minLength: 1 })
      .filter((text) => text !== '__metadata__' && text !== '__proto__');
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, fc.float32Array({ maxLength: 9 })), async (arrays) => {
        const tensors: Record<string, TensorToWrite> = {};
        for (const [key, data] of Object.entries(arrays))
          tensors[key] = { dtype: 'F32', shape: [data.length], data };
        await writeSafetensors(path, tensors);
        const read = await readSafetensors(path, { maxBytes: 10_000 });
        expect(read.size).toBe(Object.keys(arrays).length);
        for (const [key, data] of Object.entries(arrays)) expect(read.get(key)?.data).toEqual(data);
      }),
      { numRuns: 50 },
    );
  });

  it('leaves the old file as it was when it cannot write, and no temporary file', async () => {
    const directory = await emptyFolder();
    const path = join(directory, 'taken');
    await mkdir(path); // renaming a file onto a folder fails at the last step
    await writeFile(join(path, 'inside'), 'old');
    const tensors = { a: { dtype: 'F32', shape: [1], data: Float32Array.of(1) } } as const;
    await expect(writeSafetensors(path, tensors)).rejects.toBeInstanceOf(EngineError);
    expect(await readFile(join(path, 'inside'), 'utf8')).toBe('old');
    expect(await readdir(directory)).toEqual(['taken']);
  });

  it('says in a sentence that the folder does not exist', async () => {
    const path = join(await emptyFolder(), 'nowhere', 'out.safetensors');
    const { code, message } = await rejection(writeSafetensors(path, {}));
    expect(code).toBe('bad-input');
    expect(message).toContain(`Cannot write "${path}"; check that the folder`);
  });

  it('throws a RangeError for a shape that contradicts its data, before it writes', async () => {
    const directory = await emptyFolder();
    const wrong = { a: { dtype: 'F32', shape: [2], data: Float32Array.of(1) } } as const;
    await expect(writeSafetensors(join(directory, 'x'), wrong)).rejects.toBeInstanceOf(RangeError);
    expect(await readdir(directory)).toEqual([]);
  });
});
