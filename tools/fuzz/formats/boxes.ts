/** AVIF: boxes in boxes, each with a length; what is in a box that holds no boxes counts as numbers of 1, 2 and 4 bytes. */
import { field, type Field, type Format, type Piece } from './format.ts';

interface Box extends Piece {
  readonly head: number; // bytes before what it holds
  readonly holds: boolean;
}

/** How far into each container its boxes begin. */
const containers = new Map([
  ['meta', 12],
  ['iprp', 8],
  ['ipco', 8],
  ['iinf', 14],
  ['iref', 12],
  ['moov', 8],
  ['trak', 8],
  ['mdia', 8],
  ['minf', 8],
  ['stbl', 8],
  ['stsd', 16],
]);

function boxes(bytes: Buffer, start = 0, end = bytes.length, depth = 0): Box[] {
  const found: Box[] = [];
  for (let at = start; at + 8 <= end && found.length < 600;) {
    const size = bytes.readUInt32BE(at);
    const length = Math.min(Math.max(8, size === 0 ? end - at : size), end - at);
    const head = containers.get(bytes.toString('latin1', at + 4, at + 8));
    found.push({ at, length, head: head ?? 8, holds: head !== undefined });
    if (head !== undefined && depth < 8) found.push(...boxes(bytes, at + head, at + length, depth + 1));
    at += length;
  }
  return found;
}

function fields(bytes: Buffer): Field[] {
  return boxes(bytes).flatMap(({ at, length, head, holds }) => {
    const size = field(at, 4);
    if (holds) return [size, ...(head > 8 ? [field(at + 8, 4)] : [])];
    const inside = Array.from(
      { length: Math.min(48, Math.max(0, length - head)) },
      (_, byte) => at + head + byte,
    );
    return [
      size,
      ...inside.flatMap((byte, index) => [
        field(byte, 1),
        ...(index % 2 === 0 ? [field(byte, 2), field(byte, 4)] : []),
      ]),
    ];
  });
}

export const boxFile: Format = { name: 'AVIF', fields, pieces: boxes };
