import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageLimits } from '../../src-engine/vision/limits.ts';
import { readPixelValues } from '../../src-engine/vision/pixel-values.ts';
import { engineError } from './fixtures.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pixel-values-'));
});
afterAll(async () => rm(folder, { recursive: true }));

async function save(
  shape: readonly number[],
  options: { dtype?: string; name?: string; values?: Float32Array; pad?: string } = {},
) {
  const count = shape.reduce((a, b) => a * b, 1);
  const values = options.values ?? Float32Array.from({ length: count }, (_, i) => i / 8);
  const name = options.name ?? 'pixel_values';
  const entry = { dtype: options.dtype ?? 'F32', shape, data_offsets: [0, values.byteLength] };
  const header = Buffer.from(JSON.stringify({ [name]: entry }) + (options.pad ?? ''));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const path = join(folder, `${shape.join('x')}.safetensors`);
  await writeFile(path, Buffer.concat([length, header, Buffer.from(values.buffer)]));
  return path;
}

const message = async (path: string, limits = imageLimits) => {
  const error = await engineError(readPixelValues(path, 2, limits));
  expect(error.code).toBe('bad-input');
  return error.message;
};

describe('readPixelValues', () => {
  it.each(['', ' ', '  ', '   '])('reads one view whatever the alignment of the data (%j)', async (pad) => {
    const { views } = await readPixelValues(await save([1, 3, 2, 2], { pad }), 2);
    expect(views.map((view) => Array.from(view))).toEqual([Array.from({ length: 12 }, (_, i) => i / 8)]);
  });

  it('reads several views in order', async () => {
    const { views } = await readPixelValues(await save([1, 3, 3, 2, 2]), 2);
    expect(views.map((view) => view[0])).toEqual([0, 12 / 8, 24 / 8]);
  });

  it.each([
    [[1, 3, 4, 4]],
    [[2, 3, 2, 2]],
    [[1, 1, 2, 2]],
    [[3, 2, 2]],
    [[1, 0, 3, 2, 2]],
    [[1, 1, 1, 3, 2, 2]],
  ])('refuses shape %j and says which shapes fit', async (shape) => {
    expect(await message(await save(shape))).toMatch(
      /^'.*' holds 'pixel_values' with shape \[.*\]; this model takes \[1, 3, 2, 2\] or \[1, views, 3, 2, 2\]\.$/,
    );
  });

  it('refuses another element type', async () => {
    const path = await save([1, 3, 2, 2], { dtype: 'I32' });
    expect(await message(path)).toContain("holds 'pixel_values' as I32; save it as F32");
  });

  it('refuses values that are not finite', async () => {
    const path = await save([1, 3, 2, 2], { values: new Float32Array(12).fill(NaN) });
    expect(await message(path)).toContain('values that are not finite');
  });

  it('refuses more views than the cap', async () => {
    const path = await save([1, 3, 3, 2, 2]);
    expect(await message(path, { ...imageLimits, views: 2 })).toContain(
      'holds 3 views; at most 2 are read at once',
    );
  });

  it('refuses a file without the tensor', async () => {
    expect(await message(await save([1, 3, 2, 2], { name: 'pixels' }))).toContain(
      "has no tensor 'pixel_values'",
    );
  });

  it('refuses a file that is no safetensors file, as bad input and not as a bad checkpoint', async () => {
    const path = join(folder, 'text.safetensors');
    await writeFile(path, 'no');
    expect(await message(path)).toContain("'text.safetensors'");
  });
});
