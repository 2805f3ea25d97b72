/** Where the small checkpoints of random weights lie; apart from scratch.ts, so that programs without a test runner can be given them. */
import { join } from 'node:path';

const fixtures = join(import.meta.dirname, '..', 'fixtures');

export type GoldenCase =
  'llava15-clip' | 'llava15-siglip' | 'llava-next' | 'onevision' | 'paligemma' | 'idefics3' | 'smolvlm';

export function goldenModel(name: GoldenCase): string {
  return join(fixtures, 'golden', name, 'model');
}
