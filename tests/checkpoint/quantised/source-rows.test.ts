import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TensorLocation } from '../../../src-engine/files/tensor-location.ts';
import { byteChunks, rowChunks } from '../../../src-engine/checkpoint/quantised/source-rows.ts';
import { emptyFolder, rejection } from '../../support/scratch.ts';

/** A file with `bytes` after three bytes of something else: tensors need not be aligned. */
async function stored(
  bytes: Uint8Array,
  dtype: TensorLocation['dtype'],
  shape: readonly number[],
): Promise<TensorLocation> {
  const file = join(await emptyFolder(), 'weights.safetensors');
  await writeFile(file, Buffer.concat([Buffer.from('abc'), bytes]));
  return { file, dtype, shape, offset: 3, bytes: bytes.length };
}

async function readRows(tensor: TensorLocation): Promise<{ values: number[]; rows: number[] }> {
  const handle = await open(tensor.file);
  try {
    const values: number[] = [];
    const rows: number[] = [];
    for await (const chunk of rowChunks(handle, tensor)) {
      values.push(...chunk.values.slice(0, 10));
      rows.push(chunk.rows);
    }
    return { values, rows };
  } finally {
    await handle.close();
  }
}

describe('rowChunks', () => {
  it('reads fp32, fp16 and bf16 as fp32', async () => {
    const numbers = [1, -2, 0.5, 65504, 6.103515625e-5, 0];
    const f32 = new Uint8Array(Float32Array.from(numbers).buffer);
    expect((await readRows(await stored(f32, 'F32', [2, 3]))).values).toEqual([
      ...Float32Array.from(numbers),
    ]);
    const f16 = new Uint8Array(Uint16Array.of(0x3c00, 0xc000, 0x3800, 0x7bff, 0x0400, 0).buffer);
    expect((await readRows(await stored(f16, 'F16', [2, 3]))).values).toEqual(numbers);
    const bf16 = new Uint8Array(Uint16Array.of(0x3f80, 0xc000, 0x3f00, 0x4780, 0x3880, 0).buffer);
    expect((await readRows(await stored(bf16, 'BF16', [3, 2]))).values).toEqual([
      1, -2, 0.5, 65536, 6.103515625e-5, 0,
    ]);
  });

  it('never holds more than a million numbers of a large matrix', async () => {
    const columns = 300_000;
    const tensor = await stored(new Uint8Array(8 * columns * 2), 'BF16', [8, columns]);
    expect((await readRows(tensor)).rows).toEqual([3, 3, 2]);
  });

  it('names the file that became shorter', async () => {
    const tensor = await stored(new Uint8Array(40), 'F32', [4, 4]);
    const { code, message } = await rejection(readRows(tensor));
    expect(code).toBe('bad-checkpoint');
    expect(message).toBe(
      "'weights.safetensors' became shorter while it was read; download it again from where the model was published.",
    );
  });
});

describe('byteChunks', () => {
  it('gives every byte once, in order', async () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);
    const tensor = await stored(bytes, 'F16', [500]);
    const handle = await open(tensor.file);
    const seen: number[] = [];
    for await (const chunk of byteChunks(handle, tensor)) {
      expect(chunk.offset).toBe(seen.length);
      seen.push(...chunk.bytes);
    }
    await handle.close();
    expect(Uint8Array.from(seen)).toEqual(bytes);
  });
});
