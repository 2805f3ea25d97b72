/** TIFF: directories of numbered entries, each with a type, a count and a value or a place. Also EXIF, which is one. */
import { field, type Field, type Format, type Piece } from './format.ts';

interface Directory {
  readonly at: number;
  readonly entries: number;
}

function directories(
  bytes: Buffer,
  start: number,
): { readonly little: boolean; readonly found: Directory[] } {
  const little = bytes.toString('latin1', start, start + 2) === 'II';
  const word = (at: number) =>
    at + 2 > bytes.length ? 0 : little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at);
  const long = (at: number) =>
    at + 4 > bytes.length ? 0 : little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  const found: Directory[] = [];
  for (let offset = long(start + 4); offset !== 0 && found.length < 4;) {
    const at = start + offset;
    const entries = Math.min(word(at), 64);
    found.push({ at, entries });
    offset = long(at + 2 + 12 * entries);
  }
  return { little, found };
}

/** @param start where the directory's own offsets count from */
export function directoryFields(bytes: Buffer, start: number): Field[] {
  const { little, found } = directories(bytes, start);
  const entry = (at: number) => [
    field(at, 2, little),
    field(at + 2, 2, little),
    field(at + 4, 4, little),
    field(at + 8, 4, little),
    field(at + 8, 2, little),
  ];
  return [
    field(start + 2, 2, little),
    field(start + 4, 4, little),
    ...found.flatMap(({ at, entries }) => [
      field(at, 2, little),
      ...Array.from({ length: entries }, (_, index) => entry(at + 2 + 12 * index)).flat(),
      field(at + 2 + 12 * entries, 4, little),
    ]),
  ].filter(({ at }) => at < bytes.length);
}

function pieces(bytes: Buffer): Piece[] {
  return directories(bytes, 0).found.flatMap(({ at, entries }) =>
    Array.from({ length: entries }, (_, index) => ({ at: at + 2 + 12 * index, length: 12 })).filter(
      (piece) => piece.at + piece.length <= bytes.length,
    ),
  );
}

export const tiff: Format = { name: 'TIFF', fields: (bytes) => directoryFields(bytes, 0), pieces };
