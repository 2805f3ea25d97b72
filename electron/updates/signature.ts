/** Whether a channel file was signed by the release: Ed25519 over its bytes. */
import { createPublicKey, verify } from 'node:crypto';

/**
 * @param text the bytes as they came
 * @param signature base64, with or without an end of line
 * @param keys public keys, DER as base64
 */
export function isSigned(text: Uint8Array, signature: string, keys: readonly string[]): boolean {
  const encoded = signature.trim();
  if (!/^[A-Za-z0-9+/]{86}==$/.test(encoded)) return false;
  const bytes = Buffer.from(encoded, 'base64');
  return keys.some((key) => {
    const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
    return publicKey.asymmetricKeyType === 'ed25519' && verify(null, text, publicKey, bytes);
  });
}
