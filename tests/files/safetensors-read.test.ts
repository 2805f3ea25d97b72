import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../src-engine/files/safetensors-read.ts';
import { emptyFolder, rawSafetensors } from '../support/scratch.ts';

/** Three tensors of 2 numbers each, at odd offsets: 1 and -2 as F32, F16, and 7 and -8 as I32; one I64. */
async function sample(): Promise<string> {
  const path = join(await emptyFolder(), 'pixels.safetensors');
  const data = Buffer.alloc(1 + 8 + 4 + 4 + 8 + 8);
  data.writeFloatLE(1, 1);
  data.writeFloatLE(-2, 5);
  data.writeUInt16LE(0x3c00, 9);
  data.writeUInt16LE(0xc000, 11);
  data.writeUInt16LE(0x3f80, 13);
  data.writeUInt16LE(0xc000, 15);
  data.writeInt32LE(7, 17);
  data.writeInt32LE(-8, 21);
  const header = {
    flag: { dtype: 'BOOL', shape: [1], data_offsets: [0, 1] },
    single: { dtype: 'F32', shape: [1, 2], data_offsets: [1, 9] },
    half: { dtype: 'F16', shape: [2], data_offsets: [9, 13] },
    brain: { dtype: 'BF16', shape: [2], data_offsets: [13, 17] },
    whole: { dtype: 'I32', shape: [2], data_offsets: [17, 25] },
    long: { dtype: 'I64', shape: [], data_offsets: [25, 33] },
  };
  await writeFile(path, rawSafetensors(header, data));
  return path;
}

describe('readSafetensors', () => {
  it('reads F32, F16, BF16 and I32 at any alignment', async () => {
    const read = await readSafetensors(await sample(), {
      maxBytes: 100,
      names: ['single', 'half', 'brain', 'whole'],
    });
    expect(read.get('single')).toEqual({ shape: [1, 2], data: Float32Array.of(1, -2) });
    expect(read.get('half')?.data).toEqual(Float32Array.of(1, -2));
    expect(read.get('brain')?.data).toEqual(Float32Array.of(1, -2));
    expect(read.get('whole')?.data).toEqual(Int32Array.of(7, -8));
  });

  it('leaves tensors alone that were not asked for', async () => {
    const read = await readSafetensors(await sample(), { maxBytes: 8, names: ['single'] });
    expect([...read.keys()]).toEqual(['single']);
  });

  it('names a missing tensor, another element type, and the cap', async () => {
    const path = await sample();
    const refuses = (names: string[] | undefined, maxBytes: number) =>
      expect(readSafetensors(path, names ? { maxBytes, names } : { maxBytes })).rejects;
    await refuses(['pixel_values'], 100).toMatchObject({
      code: 'bad-input',
      message: "'pixels.safetensors' has no tensor 'pixel_values'; save one under that name.",
    });
    await refuses(['long'], 100).toThrow("holds tensor 'long' as I64; save it as F32");
    await refuses(undefined, 32).toThrow('holds 33 bytes of tensors, more than the 32 allowed');
  });
});
