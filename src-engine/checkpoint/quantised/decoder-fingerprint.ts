/** Identifies a decoder's weights wherever they lie, so that a quantised copy is used only with the weights it was made from. */
import { createHash } from 'node:crypto';
import { readAt, withFile } from '../bounded-file.ts';
import type { TensorLocation, Weights } from '../checkpoint.ts';

/** Reading all bytes would cost seconds at every start; a training that leaves all of these samples as they were is not to be expected. */
const samples = 8;
const sampleBytes = 1024;

/**
 * SHA-256 (hex) over every tensor `text.*`, sorted by canonical name: its name, element type, shape, and 1024 bytes at eight places spread
 * from its first byte to its last. File names, sharding and the vision tower do not matter.
 * Throws `bad-checkpoint`.
 */
export async function decoderFingerprint(weights: Weights): Promise<string> {
  const hash = createHash('sha256');
  const names = weights.names().filter((name) => name.startsWith('text.') && weights.has(name));
  for (const name of [...names].sort()) {
    const tensor = weights.get(name);
    hash.update(`${name} ${tensor.dtype} ${tensor.shape.join('x')}\n`);
    await withFile(tensor.file, 'download it again', async (handle) => {
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
