/** safetensors files by themselves: weights' headers, and given pixel values. */
import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { readSafetensorsHeader } from '../../../src-engine/files/safetensors.ts';
import { readSafetensors } from '../../../src-engine/files/safetensors-read.ts';
import { readPixelValues } from '../../../src-engine/vision/pixel-values.ts';
import { hostileBytes } from '../edits/bytes.ts';
import { hostileJson } from '../edits/json.ts';
import { tensors } from '../formats/tensors.ts';
import { layFile } from '../place.ts';
import { MB, target, type Target } from '../target.ts';
import { goldenFolder } from './seeds.ts';

const side = 4; // px

function packed(header: string, data: Uint8Array): Buffer {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, data]);
}

/** Small files of every kind that is read: pixel values of one view and of two, and several tensors with metadata. */
const headers = [
  { pixel_values: { dtype: 'F32', shape: [1, 3, side, side], data_offsets: [0, 192] } },
  { pixel_values: { dtype: 'F16', shape: [1, 2, 3, side, side], data_offsets: [0, 192] } },
  {
    __metadata__: { format: 'pt' },
    a: { dtype: 'BF16', shape: [2, 3], data_offsets: [0, 12] },
    b: { dtype: 'I32', shape: [1], data_offsets: [12, 16] },
    pixel_values: { dtype: 'F32', shape: [1, 3, side, side], data_offsets: [16, 208] },
  },
];
const data = Buffer.alloc(208, 1);
const seeds = headers.map((header, at) =>
  packed(JSON.stringify(header), data.subarray(0, at === 2 ? 208 : 192)),
);

export const tensorTargets: readonly Target[] = [
  target({
    name: 'safetensors',
    inputs: async () => {
      const weights = await readFile(`${goldenFolder('llava15-siglip')}/model.safetensors`);
      const headerBytes = 8 + Number(weights.readBigUInt64LE(0));
      return fc.oneof(
        { weight: 4, arbitrary: hostileBytes(seeds, tensors) },
        { weight: 4, arbitrary: hostileJson(headers).map((header) => packed(header, data)) },
        { weight: 1, arbitrary: hostileBytes([weights.subarray(0, headerBytes + 1000)], tensors) },
      );
    },
    async run(bytes, place) {
      const path = await layFile(place, 'pixels.safetensors', bytes);
      await readSafetensorsHeader(path);
      await readSafetensors(path, { maxBytes: MB });
      await readPixelValues(path, side);
    },
    mostBytes: 400 * MB,
    mostCpu: 30_000,
  }),
];
