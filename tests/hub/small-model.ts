/** A model for download tests, whose bytes are no numbers but have hashes: nothing of it is opened. */
import { createHash } from 'node:crypto';
import { commitOf, type FakeModel } from './fake-hub.ts';

/** The same bytes for the same seed, and no two pieces of them alike. */
export function bytesOf(seed: string, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at * 32 < length; at += 1) {
    blocks.push(createHash('sha256').update(`${seed} ${at}`).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

export const shards = ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'] as const;

export const smallModel: FakeModel = {
  commit: commitOf('a'),
  licence: 'apache-2.0',
  files: {
    'README.md': Buffer.from('# A model'),
    LICENSE: Buffer.from('Do as you please.'),
    'config.json': json({ model_type: 'llava' }),
    'preprocessor_config.json': json({}),
    'tokenizer.json': bytesOf('tokenizer', 5000),
    'model.safetensors.index.json': json({ weight_map: { a: shards[0], b: shards[1] } }),
    [shards[0]]: bytesOf('first', 100_000),
    [shards[1]]: bytesOf('second', 70_001),
    'pytorch_model.bin': bytesOf('pickle', 170_000),
    'onnx/model.onnx': bytesOf('onnx', 3000),
    'model-Q4_K_M.gguf': bytesOf('gguf', 900),
  },
};

/** What is needed of it. */
export const neededFiles = [
  'LICENSE',
  'config.json',
  'model-00001-of-00002.safetensors',
  'model-00002-of-00002.safetensors',
  'model.safetensors.index.json',
  'preprocessor_config.json',
  'tokenizer.json',
] as const;
