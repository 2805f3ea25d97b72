/** JPEG: segments with a length, up to the first scan; and the numbers of an EXIF directory in one of them. */
import { directoryFields } from './tiff.ts';
import { field, type Field, type Format, type Piece } from './format.ts';

const standAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd9);

function segments(bytes: Buffer): Piece[] {
  const found: Piece[] = [];
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) {
      const next = bytes.indexOf(0xff, at);
      if (next < 0) break;
      found.push({ at, length: next - at });
      at = next;
      continue;
    }
    const marker = bytes[at + 1] ?? 0;
    const length = standAlone(marker) || marker === 0 ? 2 : 2 + bytes.readUInt16BE(at + 2);
    found.push({ at, length: Math.min(length, bytes.length - at) });
    at += length;
    if (found.length > 500) break;
  }
  return found;
}

function fields(bytes: Buffer): Field[] {
  return segments(bytes).flatMap(({ at, length }) => {
    const marker = bytes[at + 1] ?? 0;
    const own = [field(at + 1, 1), field(at + 2, 2)];
    // Depth, height, width and the sampling of each component of a frame.
    const frame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4;
    const inside = frame
      ? [field(at + 4, 1), field(at + 5, 2), field(at + 7, 2), ...bytesFrom(at + 9, length - 9)]
      : [];
    const tables = [0xc4, 0xdb, 0xda, 0xdd].includes(marker)
      ? bytesFrom(at + 4, Math.min(20, length - 4))
      : [];
    const exif = bytes.toString('latin1', at + 4, at + 8) === 'Exif' ? directoryFields(bytes, at + 10) : [];
    return [...own, ...inside, ...tables, ...exif];
  });
}

const bytesFrom = (at: number, length: number): Field[] =>
  Array.from({ length: Math.max(0, length) }, (_, byte) => field(at + byte, 1));

export const jpeg: Format = { name: 'JPEG', fields, pieces: segments };
