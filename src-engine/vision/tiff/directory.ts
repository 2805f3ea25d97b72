/** The first directory of a TIFF or BigTIFF file: its tags as numbers. Decodes nothing. */

export interface TiffDirectory {
  readonly littleEndian: boolean;
  /** The numbers of a tag; empty without it. */
  values(tag: number): readonly number[];
  /** The first of them. */
  value(tag: number, otherwise: number): number;
  /** A tag's bytes; absent without it. */
  bytes(tag: number): Buffer | undefined;
}

/** Bytes of one value by type. 1 BYTE, 3 SHORT, 4 LONG, 7 UNDEFINED, 13 IFD, 16 LONG8; others hold nothing that is looked for. */
const bytesOfType: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 7: 1, 13: 4, 16: 8 };

/** As many strips as any sane file has. */
const mostValues = 1_000_000;

/** Never throws: what cannot be followed is as if it were not there. */
export function readDirectory(source: Uint8Array): TiffDirectory {
  const file = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  const littleEndian = file[0] === 0x49;
  const number = (at: number, bytes: number): number => {
    if (at < 0 || at + bytes > file.length) return 0;
    if (bytes === 8) return Number(littleEndian ? file.readBigUInt64LE(at) : file.readBigUInt64BE(at));
    return littleEndian ? file.readUIntLE(at, bytes) : file.readUIntBE(at, bytes);
  };
  const big = number(2, 2) === 43;
  const [wide, entryBytes, countBytes] = big ? [8, 20, 8] : [4, 12, 2];
  const start = number(big ? 8 : 4, wide);
  const entries = new Map<number, Buffer>();
  const types = new Map<number, number>();
  const count = Math.min(number(start, countBytes), 4096);
  for (let entry = 0; entry < count; entry++) {
    const at = start + countBytes + entry * entryBytes;
    const size = bytesOfType[number(at + 2, 2)];
    const length = number(at + 4, wide);
    if (size === undefined || length > mostValues || entries.has(number(at, 2))) continue;
    const inside = length * size <= wide;
    const from = inside ? at + 4 + wide : number(at + 4 + wide, wide);
    entries.set(number(at, 2), file.subarray(from, from + length * size));
    types.set(number(at, 2), size);
  }
  const values = (tag: number): number[] => {
    const data = entries.get(tag);
    const size = types.get(tag) ?? 1;
    if (data === undefined) return [];
    return Array.from({ length: Math.floor(data.length / size) }, (_, index) => {
      if (size === 8)
        return Number(littleEndian ? data.readBigUInt64LE(index * 8) : data.readBigUInt64BE(index * 8));
      return littleEndian ? data.readUIntLE(index * size, size) : data.readUIntBE(index * size, size);
    });
  };
  return {
    littleEndian,
    values,
    value: (tag, otherwise) => values(tag)[0] ?? otherwise,
    bytes: (tag) => entries.get(tag),
  };
}
