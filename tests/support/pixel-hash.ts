/** Pixel values as golden cases store those of another image backend. */
import { createHash } from 'node:crypto';

/** SHA-256 of the float32 bytes. */
export function hashOf({ buffer, byteOffset, byteLength }: Float32Array): string {
  return createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex');
}
