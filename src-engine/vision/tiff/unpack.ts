/** The compressions of TIFF that are unpacked here. Each gives what a strip or tile held. */
import { inflateSync } from 'node:zlib';
import { NotRead } from '../formats/opened.ts';

export type Unpack = (packed: Uint8Array, bytes: number) => Uint8Array;

const inflate: Unpack = (packed, bytes) => inflateSync(packed, { maxOutputLength: bytes + 64 });

/** TIFF's LZW: codes of 9 to 12 bits, highest bit first, each width ending one code early. */
const lzw: Unpack = (packed, bytes) => {
  const out = new Uint8Array(bytes);
  const prefix = new Uint16Array(4097);
  const suffix = new Uint8Array(4097);
  const lengths = new Uint16Array(4097);
  for (let code = 0; code < 256; code++) {
    suffix[code] = code;
    lengths[code] = 1;
  }
  let [at, bits, held, width, next, last, filled] = [0, 0, 0, 9, 258, -1, 0];
  while (filled < bytes) {
    while (bits < width && at < packed.length) {
      held = ((held << 8) | (packed[at] ?? 0)) & 0xffffff;
      at += 1;
      bits += 8;
    }
    if (bits < width) break;
    const code = (held >> (bits - width)) & ((1 << width) - 1);
    bits -= width;
    if (code === 257) break;
    if (code === 256) {
      [width, next, last] = [9, 258, -1];
      continue;
    }
    if (code > next || (code === next && last < 0) || (code >= 256 && code < 258))
      throw new RangeError('an LZW code makes no sense');
    const known = code < next ? code : last;
    const length = (lengths[known] ?? 0) + (code < next ? 0 : 1);
    let cursor = filled + (lengths[known] ?? 0) - 1;
    let entry = known;
    for (let left = lengths[known] ?? 0; left > 0; left--, cursor--) {
      if (cursor < bytes) out[cursor] = suffix[entry] ?? 0;
      if (left > 1) entry = prefix[entry] ?? 0;
    }
    const first = suffix[entry] ?? 0;
    if (code >= next && filled + length - 1 < bytes) out[filled + length - 1] = first;
    if (last >= 0 && next < 4096) {
      prefix[next] = last;
      suffix[next] = first;
      lengths[next] = (lengths[last] ?? 0) + 1;
      next += 1;
      if (next >= (1 << width) - 1 && width < 12) width += 1;
    }
    last = code;
    filled += length;
  }
  return out.subarray(0, Math.min(filled, bytes));
};

const packBits: Unpack = (packed, bytes) => {
  const out = new Uint8Array(bytes);
  let [at, filled] = [0, 0];
  while (at < packed.length && filled < bytes) {
    const head = packed[at] ?? 0;
    at += 1;
    if (head < 128) {
      out.set(packed.subarray(at, at + Math.min(head + 1, bytes - filled)), filled);
      at += head + 1;
      filled += head + 1;
    } else if (head > 128) {
      out.fill(packed[at] ?? 0, filled, Math.min(bytes, filled + 257 - head));
      at += 1;
      filled += 257 - head;
    }
  }
  return out.subarray(0, Math.min(filled, bytes));
};

const notRead = (name: string): NotRead =>
  new NotRead(
    `is a TIFF file with ${name} compression, which is not read here`,
    'save it with LZW or Deflate compression, or as PNG',
  );

const unpackers: Readonly<Record<number, Unpack>> = {
  1: (data) => data,
  5: lzw,
  8: inflate,
  32946: inflate,
  32773: packBits,
};

/** Those that only libtiff could read, where it was built with them; sharp's is not. */
const unreadable: Readonly<Record<number, string>> = {
  34712: 'JPEG 2000',
  34887: 'LERC',
  34925: 'LZMA',
  50001: 'WebP',
  50002: 'JPEG XL',
};

/** Throws NotRead where a compression is known and read by nobody here. */
export function refuseUnreadable(compression: number): void {
  const name = unreadable[compression];
  if (name !== undefined) throw notRead(name);
}

export function unpackerOf(compression: number): Unpack | undefined {
  return unpackers[compression];
}
