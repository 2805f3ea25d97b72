/** The bytes for which a token stands, where the tokenizer's vocabulary spells bytes: each as a sign of its own, or some as `<0x0A>`. */
import { isObject } from '../files/document.ts';
import { byteOfCharacter } from './tokens/byte-alphabet.ts';

/** Undefined for a token that is text. */
export type TokenBytes = (token: string) => Uint8Array | undefined;

/** @param json parsed tokenizer.json. Which way it has, its decoder says; a decoder inside a sequence counts. */
export function tokenBytes(json: object): TokenBytes {
  const decoder: unknown = Reflect.get(json, 'decoder');
  if (isObject(decoder) && decoder['type'] === 'ByteLevel') return byteLevel;
  if (holds(decoder, 'ByteFallback')) return byteFallback;
  return holds(decoder, 'ByteLevel') ? byteLevel : () => undefined;
}

function holds(value: unknown, type: string): boolean {
  if (Array.isArray(value)) return value.some((item) => holds(item, type));
  if (!isObject(value)) return false;
  return value['type'] === type || Object.values(value).some((item) => holds(item, type));
}

function byteFallback(token: string): Uint8Array | undefined {
  return /^<0x[0-9A-Fa-f]{2}>$/.test(token)
    ? Uint8Array.of(Number.parseInt(token.slice(3, 5), 16))
    : undefined;
}

function byteLevel(token: string): Uint8Array | undefined {
  const bytes: number[] = [];
  for (const sign of token) {
    const byte = byteOfCharacter(sign);
    if (byte === undefined) return undefined;
    bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
