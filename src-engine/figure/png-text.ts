/** Text chunks of PNG files (PNG specification, 11.3.3). Touches no pixels; the window uses it too. */

const signatureAndHeader = 8 + 25; // IHDR is always first and 13 bytes long
const beginning = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52];

/**
 * Adds international text (iTXt, UTF-8, not compressed) right after the header.
 *
 * @param texts keyword (1 to 79 Latin-1 characters) -> text
 * @throws RangeError if `png` is no PNG file or a keyword is malformed
 */
export function addPngText(png: Uint8Array, texts: Readonly<Record<string, string>>): Uint8Array {
  if (png.length < signatureAndHeader || beginning.some((byte, at) => png[at] !== byte)) {
    throw new RangeError('These bytes are not a PNG file.');
  }
  const chunks = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text));
  return joined([png.subarray(0, signatureAndHeader), ...chunks, png.subarray(signatureAndHeader)]);
}

function textChunk(keyword: string, text: string): Uint8Array {
  if (!/^[!-~][ -~]{0,77}[!-~]$|^[!-~]$/.test(keyword))
    throw new RangeError(`"${keyword}" is not a PNG keyword.`);
  // keyword, end; not compressed, method 0; no language tag; no translated keyword; text
  const data = new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0${text}`);
  return joined([number32(data.length - 4), data, number32(crc32(data))]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function number32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** PNG specification, annex D. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
