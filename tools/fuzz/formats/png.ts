/** PNG: chunks with a length and a checksum. */
import { crc32 } from 'node:zlib';
import { field, type Field, type Format, type Piece } from './format.ts';

function chunks(bytes: Buffer): Piece[] {
  const found: Piece[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = Math.min(12 + bytes.readUInt32BE(at), bytes.length - at);
    found.push({ at, length });
    at += length;
  }
  return found;
}

/** Width, height, depth, kind and the like of IHDR; the length of every chunk and its first numbers. */
function fields(bytes: Buffer): Field[] {
  const header = [field(16, 4), field(20, 4), ...[24, 25, 26, 27, 28].map((at) => field(at, 1))];
  return [
    ...header,
    ...chunks(bytes).flatMap(({ at }) => [field(at, 4), field(at + 8, 2), field(at + 8, 4)]),
  ];
}

export const png: Format = {
  name: 'PNG',
  fields,
  pieces: chunks,
  repair(bytes) {
    for (const { at, length } of chunks(bytes)) {
      if (length < 12) continue;
      bytes.writeUInt32BE(crc32(bytes.subarray(at + 4, at + length - 4)), at + length - 4);
    }
    return bytes;
  },
};
