/** Identifies a vision encoder, so that a calibration is used only with the weights it was measured on. */
import { createHash } from 'node:crypto';
import type { VisionSpec } from '../families/spec.ts';
import { readAt, withFile } from '../files/bounded-file.ts';
import { published } from '../files/published-json.ts';
import type { Weights } from './checkpoint.ts';

/** Enough to tell apart any two trainings; reading all bytes would cost seconds at every start. */
const sampleBytes = 4096;

/**
 * SHA-256 (hex) over, in this order: the vision spec as JSON with sorted keys; then for every tensor `vision.*`, sorted by
 * canonical name: its name, element type, shape and first 4096 bytes. File names, tensor layout, sharding, projector and
 * language model do not matter; precision does, because merging decisions hang on the last digits of a key.
 * Throws `bad-checkpoint`.
 */
export async function encoderFingerprint(vision: VisionSpec, weights: Weights): Promise<string> {
  const hash = createHash('sha256');
  hash.update(JSON.stringify(Object.entries(vision).sort(([a], [b]) => (a < b ? -1 : 1))));
  const names = weights.names().filter((name) => name.startsWith('vision.'));
  for (const name of [...names].sort()) {
    const { file, dtype, shape, offset, bytes } = weights.get(name);
    hash.update(`\n${name} ${dtype} ${shape.join('x')}\n`);
    const length = Math.min(sampleBytes, bytes);
    hash.update(await withFile(file, published(file), (handle) => readAt(handle, offset, length)));
  }
  return hash.digest('hex');
}
