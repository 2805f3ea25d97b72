/** SentencePiece's own normaliser: a table of replacements, packed as a double array of bytes with the replacements behind it. */
import { LRUCache } from 'lru-cache';
import { graphemesOf } from './graphemes.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Longer graphemes are replaced character by character, whatever the table says. */
const wholeGraphemeBytes = 5;

/**
 * @param charsmap base64 of: length of the array in bytes (u32), the array (u32 each), replacements ended by NUL
 * @throws RangeError where the table does not fit its length
 */
export function precompiledNormalizer(charsmap: string): (text: string) => string {
  const bytes = Buffer.from(charsmap, 'base64');
  if (bytes.length === 0) return (text) => text;
  const size = bytes.length < 4 ? -1 : bytes.readUInt32LE(0);
  if (size < 4 || 4 + size > bytes.length) throw new RangeError('The table of replacements is cut off.');
  const units = Uint32Array.from({ length: size >>> 2 }, (_, i) => bytes.readUInt32LE(4 + 4 * i));
  const replacements = bytes.subarray(4 + (size >>> 2) * 4);

  const replacement = (part: string): string | undefined => {
    const from = firstPrefix(units, encoder.encode(part));
    if (from === undefined || from > replacements.length) return undefined;
    const end = replacements.indexOf(0, from);
    return decoder.decode(replacements.subarray(from, end < 0 ? replacements.length : end));
  };
  const ofGrapheme = (grapheme: string): string => {
    const whole = encoder.encode(grapheme).length <= wholeGraphemeBytes ? replacement(grapheme) : undefined;
    return whole ?? Array.from(grapheme, (character) => replacement(character) ?? character).join('');
  };
  const known = new LRUCache<string, string>({ max: 4_096 });
  return (text) => {
    let out = '';
    for (const segment of graphemesOf(text)) {
      let replaced = known.get(segment);
      if (replaced === undefined) {
        replaced = ofGrapheme(segment);
        known.set(segment, replaced);
      }
      out += replaced;
    }
    return out;
  };
}

/** The value of the shortest key that `key` begins with; the reference takes that one too. */
function firstPrefix(units: Uint32Array, key: Uint8Array): number | undefined {
  let at = offset(units[0] ?? 0);
  for (const byte of key) {
    if (byte === 0) return undefined;
    at ^= byte;
    const unit = units[at];
    if (unit === undefined || (unit & 0x800000ff) >>> 0 !== byte) return undefined;
    at ^= offset(unit);
    if ((unit & 0x100) !== 0) return (units[at] ?? 0) & 0x7fffffff;
  }
  return undefined;
}

function offset(unit: number): number {
  return (unit >>> 10) << ((unit & 0x200) >>> 6);
}
