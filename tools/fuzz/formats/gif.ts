/** GIF: a screen with a table of colours, then extensions and images in blocks of at most 255 bytes. */
import { field, type Field, type Format, type Piece } from './format.ts';

const tableBytes = (packed: number): number => (packed & 0x80 ? 3 * (2 << (packed & 7)) : 0);

/** Extensions and images as wholes. */
function pieces(bytes: Buffer): Piece[] {
  const found: Piece[] = [];
  const byte = (at: number) => bytes[at] ?? 0;
  let at = 13 + tableBytes(byte(10));
  while (at < bytes.length && found.length < 600) {
    const start = at;
    if (byte(at) === 0x21) at += 2;
    else if (byte(at) === 0x2c) at += 11 + tableBytes(byte(at + 9));
    else break;
    while (at < bytes.length && byte(at) !== 0) at += byte(at) + 1;
    at = Math.min(bytes.length, at + 1);
    found.push({ at: start, length: at - start });
  }
  return found;
}

function fields(bytes: Buffer): Field[] {
  const screen = [field(6, 2, true), field(8, 2, true), field(10, 1), field(11, 1)];
  return [
    ...screen,
    ...pieces(bytes).flatMap(({ at }) =>
      bytes[at] === 0x2c
        ? [1, 3, 5, 7]
            .map((offset) => field(at + offset, 2, true))
            .concat(field(at + 9, 1), field(at + 10, 1))
        : [field(at + 1, 1), field(at + 2, 1), field(at + 3, 1), field(at + 4, 2, true), field(at + 6, 1)],
    ),
  ];
}

export const gif: Format = { name: 'GIF', fields, pieces };
