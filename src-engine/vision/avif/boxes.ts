/** The boxes of an ISO media file (ISO/IEC 14496-12), read and written. Knows no picture. */

export interface Box {
  readonly type: string;
  readonly data: Buffer; // what follows size and type
}

export class BrokenBoxes extends Error {
  override readonly name = 'BrokenBoxes';
}

/** @throws BrokenBoxes where a box reaches beyond `data` */
export function boxesIn(data: Buffer): Box[] {
  const boxes: Box[] = [];
  let at = 0;
  while (at + 8 <= data.length) {
    const type = data.toString('latin1', at + 4, at + 8);
    let size = data.readUInt32BE(at);
    let head = 8;
    if (size === 1 && at + 16 <= data.length) {
      size = Number(data.readBigUInt64BE(at + 8));
      head = 16;
    }
    if (size === 0) size = data.length - at;
    if (size < head || at + size > data.length) throw new BrokenBoxes(`${type} has ${String(size)} bytes`);
    boxes.push({ type, data: data.subarray(at + head, at + size) });
    at += size;
  }
  return boxes;
}

export function firstBox(boxes: readonly Box[], ...path: readonly string[]): Buffer | undefined {
  const [type, ...rest] = path;
  const found = boxes.find((box) => box.type === type)?.data;
  if (found === undefined || rest.length === 0) return found;
  return firstBox(boxesIn(found), ...rest);
}

/** Behind version and flags. */
export const fullBox = (data: Buffer): { readonly version: number; readonly rest: Buffer } => ({
  version: data[0] ?? 0,
  rest: data.subarray(4),
});

export function box(type: string, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

export const versioned = (type: string, version: number, flags: number, ...parts: readonly Uint8Array[]) =>
  box(type, Buffer.of(version, flags >> 16, (flags >> 8) & 255, flags & 255), ...parts);

/** Big-endian numbers of `bytes` bytes each. */
export function numbers(bytes: 1 | 2 | 4, ...values: readonly number[]): Buffer {
  const out = Buffer.alloc(bytes * values.length);
  values.forEach((value, index) => out.writeUIntBE(value, index * bytes, bytes));
  return out;
}

/** Reads big-endian numbers one after the other. */
export function cursor(data: Buffer, start = 0): { next(bytes: number): number; readonly at: number } {
  let at = start;
  return {
    next(bytes) {
      if (at + bytes > data.length) throw new BrokenBoxes('a box ends too early');
      let value = 0;
      for (let i = 0; i < bytes; i++) value = value * 256 + (data[at + i] ?? 0);
      at += bytes;
      return value;
    },
    get at() {
      return at;
    },
  };
}
