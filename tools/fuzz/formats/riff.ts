/** WebP: chunks with a length in a RIFF file; frames of an animation hold chunks of their own. */
import { field, type Field, type Format, type Piece } from './format.ts';

function chunks(bytes: Buffer, start = 12, end = bytes.length): Piece[] {
  const found: Piece[] = [];
  for (let at = start; at + 8 <= end && found.length < 600;) {
    const size = bytes.readUInt32LE(at + 4);
    const length = Math.min(8 + size + (size % 2), end - at);
    found.push({ at, length });
    if (bytes.toString('latin1', at, at + 4) === 'ANMF') found.push(...chunks(bytes, at + 24, at + length));
    at += length;
  }
  return found;
}

function fields(bytes: Buffer): Field[] {
  const own = chunks(bytes).flatMap(({ at }) => {
    const kind = bytes.toString('latin1', at, at + 4);
    const size = field(at + 4, 4, true);
    switch (kind) {
      case 'VP8X':
        return [size, field(at + 8, 1), field(at + 12, 3, true), field(at + 15, 3, true)];
      case 'ANMF':
        return [size, ...[8, 11, 14, 17, 20].map((offset) => field(at + offset, 3, true)), field(at + 23, 1)];
      case 'VP8 ':
        return [size, field(at + 8, 3, true), field(at + 14, 2, true), field(at + 16, 2, true)];
      default:
        return [size, field(at + 8, 4, true), field(at + 12, 2, true)];
    }
  });
  return [field(4, 4, true), ...own];
}

export const riff: Format = {
  name: 'WebP',
  fields,
  pieces: (bytes) => chunks(bytes),
  repair(bytes) {
    if (bytes.length >= 8) bytes.writeUInt32LE(bytes.length - 8, 4);
    return bytes;
  },
};
