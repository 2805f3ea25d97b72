/** The 256 printable characters that stand for bytes in byte-level vocabularies, as GPT-2's encoder chose them. */

const printable = (byte: number): boolean =>
  (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);

/** By byte. Printable Latin-1 stands for itself, the others in order from U+0100. */
const characters: readonly string[] = (() => {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : next++));
})();
const bytes = new Map(characters.map((character, byte) => [character, byte]));
const encoder = new TextEncoder();

/** The UTF-8 bytes of `text`, a character each. */
export function toByteCharacters(text: string): string {
  let result = '';
  for (const byte of encoder.encode(text)) result += characters[byte] ?? '';
  return result;
}

/** The byte that a character stands for; undefined for one that stands for none. */
export function byteOfCharacter(character: string): number | undefined {
  return bytes.get(character);
}

/** The bytes that a token spells; its own UTF-8 where it holds any character that stands for no byte. */
export function bytesOfToken(token: string): Iterable<number> {
  const result: number[] = [];
  for (const character of token) {
    const byte = bytes.get(character);
    if (byte === undefined) return encoder.encode(token);
    result.push(byte);
  }
  return result;
}
