/** Where the small checkpoints of random weights lie; apart from scratch.ts, so that programs without a test runner can be given them. */
import { join } from 'node:path';

const fixtures = join(import.meta.dirname, '..', 'fixtures');

export type GoldenCase =
  | 'llava15-clip'
  | 'llava15-siglip'
  | 'llava-next'
  | 'llava-next-video'
  | 'onevision'
  | 'paligemma'
  | 'gemma3'
  | 'paligemma2'
  | 'idefics3'
  | 'smolvlm'
  | 'internvl'
  | 'internvl-qwen3'
  | 'qwen3-vl'
  | 'qwen2-5-vl'
  | 'qwen2-vl';

export function goldenModel(name: GoldenCase): string {
  return join(fixtures, 'golden', name, 'model');
}
