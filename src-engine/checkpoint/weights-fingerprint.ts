/** Identifies weights by samples of their bytes, wherever they lie. Not a checksum: a damaged byte between two samples goes unnoticed. */
import { createHash } from 'node:crypto';
import { readAt, withFile } from '../files/bounded-file.ts';
import type { Weights } from './checkpoint.ts';
import { published } from '../files/published-json.ts';
import type { TensorLocation } from '../files/tensor-location.ts';

/** Reading all bytes would cost seconds at every start; a training that leaves all of these samples as they were is not to be expected. */
const samples = 8;
const sampleBytes = 1024;

/**
 * SHA-256 (hex) over every tensor whose name begins with `prefix`, sorted by canonical name: its name, element type, shape, and 1024 bytes at
 * eight places spread from its first byte to its last. File names and sharding do not matter.
 * Throws `bad-checkpoint`.
 */
export async function weightsFingerprint(weights: Weights, prefix = ''): Promise<string> {
  const hash = createHash('sha256');
  const names = weights.names().filter((name) => name.startsWith(prefix) && weights.has(name));
  for (const name of [...names].sort()) {
    const tensor = weights.get(name);
    hash.update(`${name} ${tensor.dtype} ${tensor.shape.join('x')}\n`);
    await withFile(tensor.file, published(tensor.file), async (handle) => {
      for (const offset of sampleOffsets(tensor)) {
        hash.update(await readAt(handle, tensor.offset + offset, Math.min(sampleBytes, tensor.bytes)));
      }
    });
  }
  return hash.digest('hex');
}

function sampleOffsets({ bytes }: TensorLocation): readonly number[] {
  const last = Math.max(0, bytes - sampleBytes);
  return Array.from({ length: samples }, (_, index) => Math.floor((last * index) / (samples - 1)));
}
