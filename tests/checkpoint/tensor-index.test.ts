import { mkdir, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { readTensorIndex } from '../../src-engine/checkpoint/tensor-index.ts';
import {
  emptyFolder,
  goldenCopy,
  rawTensors,
  readJsonFile,
  rejection,
  writeJson,
  writeTensors,
} from '../support/scratch.ts';

const first = 'model-00001-of-00002.safetensors';
const second = 'model-00002-of-00002.safetensors';

/** The golden SigLIP model cut into two shards with an index. */
async function sharded(): Promise<string> {
  const directory = await goldenCopy('llava15-siglip');
  const tensors = [...(await rawTensors(join(directory, 'model.safetensors')))];
  const half = Math.floor(tensors.length / 2);
  await writeTensors(join(directory, first), new Map(tensors.slice(0, half)));
  await writeTensors(join(directory, second), new Map(tensors.slice(half)));
  const weightMap = new Map(tensors.map(([name], index) => [name, index < half ? first : second]));
  await writeJson(directory, 'model.safetensors.index.json', { weight_map: Object.fromEntries(weightMap) });
  await rm(join(directory, 'model.safetensors'));
  return directory;
}

async function withIndex(weightMap: unknown): Promise<string> {
  const directory = await sharded();
  await writeJson(directory, 'model.safetensors.index.json', { weight_map: weightMap });
  return directory;
}

describe('readTensorIndex', () => {
  it('finds the same tensors in one file and in two shards', async () => {
    const { tensors: whole } = await readTensorIndex(await goldenCopy('llava15-siglip'));
    const { tensors: parts } = await readTensorIndex(await sharded());
    expect(parts.size).toBe(whole.size);
    expect(new Set([...parts.values()].map(({ file }) => file)).size).toBe(2);
    for (const [name, { dtype, shape, bytes }] of whole)
      expect(parts.get(name)).toMatchObject({ dtype, shape, bytes });
  });

  it('follows the links of a download cache to the real file', async () => {
    const directory = await goldenCopy('llava15-siglip');
    const blobs = join(await emptyFolder(), 'models--org--name', 'blobs');
    await mkdir(blobs, { recursive: true });
    await rename(join(directory, 'model.safetensors'), join(blobs, 'f00d'));
    await symlink(join(blobs, 'f00d'), join(directory, 'model.safetensors'));
    const [location] = (await readTensorIndex(directory)).tensors.values();
    expect(location?.file).toBe(join(await realpath(blobs), 'f00d'));
  });

  it('names a missing shard that holds what is needed', async () => {
    const directory = await sharded();
    await rm(join(directory, second));
    await expect(openCheckpoint(directory)).rejects.toMatchObject({
      code: 'bad-checkpoint',
      message: `Shard '${second}' is missing (1 of 2 shards are); finish the download.`,
    });
  });

  it.each([
    '../x.safetensors',
    '/etc/x.safetensors',
    'a/../../x.safetensors',
    'C:\\x.safetensors',
    '..',
    'x.bin',
    '',
  ])('refuses the shard name %j without looking there', async (name) => {
    const directory = await withIndex({ a: name });
    await expect(readTensorIndex(directory)).rejects.toThrow(
      'which is not a .safetensors file inside the model folder',
    );
  });

  it('accepts a shard in a sub-folder', async () => {
    const directory = await sharded();
    const [name] = (await rawTensors(join(directory, first))).keys();
    await mkdir(join(directory, 'parts'));
    await rename(join(directory, first), join(directory, 'parts', first));
    await writeJson(directory, 'model.safetensors.index.json', {
      weight_map: { [name ?? '']: `parts/${first}` },
    });
    expect((await readTensorIndex(directory)).tensors.has(name ?? '')).toBe(true);
  });

  it('names a needed tensor that its shard does not hold', async () => {
    const directory = await sharded();
    const tensors = await rawTensors(join(directory, second));
    tensors.delete('vision_tower.post_layernorm.bias'); // not needed
    tensors.delete('vision_tower.encoder.layers.4.mlp.fc2.bias');
    await writeTensors(join(directory, second), tensors);
    await expect(openCheckpoint(directory)).rejects.toThrow(
      `places tensor 'vision_tower.encoder.layers.4.mlp.fc2.bias' in '${second}', which does not hold it; download both again.`,
    );
  });

  it('runs where the index lists what nobody needs: in a shard that lacks it, in a shard that is not there', async () => {
    const directory = await sharded();
    const { weight_map: places } = z
      .object({ weight_map: z.record(z.string(), z.string()) })
      .parse(await readJsonFile(directory, 'model.safetensors.index.json'));
    await writeJson(directory, 'model.safetensors.index.json', {
      weight_map: { ...places, 'mtp.fc.weight': second, 'mtp.norm.weight': 'model-mtp.safetensors' },
    });
    const { notes, parameters } = await openCheckpoint(directory);
    expect([notes, parameters]).toEqual([[], 539_016]);
  });

  it('takes every tensor of the files that the index names, wherever it places it, as transformers 5.24 does', async () => {
    const directory = await sharded();
    const { weight_map: places } = z
      .object({ weight_map: z.record(z.string(), z.string()) })
      .parse(await readJsonFile(directory, 'model.safetensors.index.json'));
    const kept = Object.entries(places).filter(([name]) => !name.includes('layers.1.'));
    const swapped = kept.map(([name, shard]) => [name, shard === first ? second : first] as const);
    await writeJson(directory, 'model.safetensors.index.json', { weight_map: Object.fromEntries(swapped) });
    expect((await openCheckpoint(directory)).parameters).toBe(539_016);
  });

  it.each([
    [{}, 'weight_map is missing, but must be an object of tensor names and file names'],
    [{ weight_map: [] }, 'weight_map is [], but must be an object'],
    [{ weight_map: { a: 3 } }, 'weight_map.a is 3, but must name a file'],
  ])('refuses the index %j', async (index, fact) => {
    const directory = await sharded();
    await writeJson(directory, 'model.safetensors.index.json', index);
    await expect(readTensorIndex(directory)).rejects.toThrow(fact);
  });

  it('refuses an index of more than 1024 shards before it opens one', async () => {
    const names = Array.from({ length: 1025 }, (_, shard) => [`t${shard}`, `${shard}.safetensors`]);
    const directory = await withIndex(Object.fromEntries(names));
    await expect(readTensorIndex(directory)).rejects.toThrow('names 1025 shards, more than the 1024 allowed');
  });

  it('refuses shards that together declare more than one file may', async () => {
    const directory = await emptyFolder();
    const names = ['a.safetensors', 'b.safetensors'];
    const byte = { dtype: 'U8', shape: [1], bytes: Buffer.alloc(1) };
    for (const name of names) {
      const tensors = Array.from({ length: 50_001 }, (_, at) => [`${name}.${at}`, byte] as const);
      await writeTensors(join(directory, name), new Map(tensors));
    }
    const weightMap = Object.fromEntries(names.map((name) => [`${name}.0`, name]));
    await writeJson(directory, 'model.safetensors.index.json', { weight_map: weightMap });
    await expect(readTensorIndex(directory)).rejects.toThrow(
      "The shards up to 'b.safetensors' declare 100002 tensors in ",
    );
  });

  it('refuses an index of more tensors than a model has', async () => {
    const places = Array.from({ length: 100_001 }, (_, tensor) => [tensor, first] as const);
    const directory = await withIndex(Object.fromEntries(places));
    await expect(readTensorIndex(directory)).rejects.toThrow(
      'lists 100001 tensors, more than the 100000 allowed',
    );
  });

  it('says what to do with a folder that has only a pickled model, or nothing', async () => {
    const directory = await emptyFolder();
    await expect(readTensorIndex(directory)).rejects.toThrow(
      'is empty; give the folder of a model as Hugging Face publishes it',
    );
    await writeFile(join(directory, 'pytorch_model.bin'), '');
    const { code, message } = await rejection(readTensorIndex(directory));
    expect(code).toBe('unsupported');
    expect(message).toContain('save the model as safetensors');
  });
});
