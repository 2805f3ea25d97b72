/** Turns a TIFF with Zstandard compression into the same TIFF with Deflate, which everybody reads. Decodes no sample. */
import { deflateSync } from 'node:zlib';
import { decompress } from 'fzstd';
import { readDirectory } from './directory.ts';
import { partsOf } from './planes.ts';

const tag = { compression: 259, offsets: 273, lengths: 279, tileOffsets: 324, tileLengths: 325 } as const;
const [zstandard, deflate] = [50_000, 8];

export const isZstandard = (compression: number): boolean => compression === zstandard;

/**
 * The strips or tiles packed anew behind a copy of the file, whose directory points at them. Each is unpacked into as many bytes as it must
 * have, so that a hostile one takes no more. @throws RangeError where parts are missing or a number has no room
 */
export function withDeflate(source: Uint8Array): Uint8Array {
  const old = readDirectory(source);
  const [width, height] = [old.value(256, 0), old.value(257, 0)];
  const planar = old.value(284, 1) === 2;
  const samples = planar ? 1 : old.value(277, 1);
  const bits = old.value(258, 1) * samples;
  const packed: Buffer[] = [];
  const places: { readonly offset: number; readonly length: number }[] = [];
  let offset = source.length;
  for (const part of partsOf(old, width, height, planar ? old.value(277, 1) : 1)) {
    if (part.offset + part.length > source.length) throw new RangeError('a strip ends behind the file');
    const raw = new Uint8Array(Math.ceil((part.width * bits) / 8) * part.height);
    decompress(source.subarray(part.offset, part.offset + part.length), raw);
    const again = deflateSync(raw, { level: 1 });
    packed.push(again);
    places.push({ offset, length: again.length });
    offset += again.length;
  }
  const file = Buffer.concat([source, ...packed]);
  const directory = readDirectory(file);
  const { littleEndian } = directory;
  const write = (number: number, values: readonly number[]): void => {
    const room = directory.bytes(number) ?? Buffer.alloc(0);
    const size = room.length / old.values(number).length;
    values.forEach((value, index) => {
      const at = index * size;
      if (size === 8 && littleEndian) room.writeBigUInt64LE(BigInt(value), at);
      else if (size === 8) room.writeBigUInt64BE(BigInt(value), at);
      else if (littleEndian) room.writeUIntLE(value, at, size);
      else room.writeUIntBE(value, at, size);
    });
  };
  const tiled = old.value(322, 0) > 0;
  const [offsets, lengths] = [places.map((place) => place.offset), places.map((place) => place.length)];
  write(tiled ? tag.tileOffsets : tag.offsets, offsets);
  write(tiled ? tag.tileLengths : tag.lengths, lengths);
  write(tag.compression, [deflate]);
  return file;
}
