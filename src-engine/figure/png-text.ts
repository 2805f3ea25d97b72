/** Text chunks of PNG files (PNG specification, 11.3.3). Touches no pixels. */
import { crc32 } from 'node:zlib';

const signatureAndHeader = 8 + 25; // IHDR is always first and 13 bytes long

/**
 * Adds international text (iTXt, UTF-8, not compressed) right after the header.
 *
 * @param texts keyword (1 to 79 Latin-1 characters) -> text
 * @throws RangeError if `png` is no PNG file or a keyword is malformed
 */
export function addPngText(png: Uint8Array, texts: Readonly<Record<string, string>>): Uint8Array {
  const header = Buffer.from(png.buffer, png.byteOffset, Math.min(png.byteLength, signatureAndHeader));
  if (
    header.length < signatureAndHeader ||
    header.toString('latin1', 0, 16) !== '\x89PNG\r\n\x1a\n\0\0\0\rIHDR'
  ) {
    throw new RangeError('These bytes are not a PNG file.');
  }
  const chunks = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text));
  return Buffer.concat([png.subarray(0, signatureAndHeader), ...chunks, png.subarray(signatureAndHeader)]);
}

function textChunk(keyword: string, text: string): Buffer {
  if (!/^[!-~][ -~]{0,77}[!-~]$|^[!-~]$/.test(keyword))
    throw new RangeError(`"${keyword}" is not a PNG keyword.`);
  // keyword, end; not compressed, method 0; no language tag; no translated keyword; text
  const data = Buffer.concat([Buffer.from(`iTXt${keyword}\0\0\0\0\0`, 'latin1'), Buffer.from(text, 'utf8')]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length - 4);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(data));
  return Buffer.concat([length, data, check]);
}
