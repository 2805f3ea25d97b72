/** Windows and OS/2 bitmaps, as Pillow reads them: every depth, run lengths, bit masks, both directions. */
import { NotRead } from './opened.ts';
import type { OpenedPicture } from './opened.ts';
import { unpackRuns } from './bmp-runs.ts';
import type { Samples } from './samples.ts';

interface Header {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly compression: number;
  readonly topDown: boolean;
  readonly palette: Uint8Array; // [256, 3]
  readonly masks: readonly number[]; // red, green, blue, alpha
  readonly pixels: number; // where they begin
}

const [plain, rle8, rle4, bitFields] = [0, 1, 2, 3];
const remedy = 'save it as a plain BMP or as PNG';

/** Order of the bytes of a 32-bit pixel, by its masks; A is alpha, X is nothing. What Pillow knows, and nothing else. */
const orders: readonly (readonly [readonly number[], string])[] = [
  [[0xff0000, 0xff00, 0xff, 0], 'BGRX'],
  [[0xff000000, 0xff0000, 0xff00, 0], 'XBGR'],
  [[0xff000000, 0xff00, 0xff, 0], 'BGXR'],
  [[0xff000000, 0xff0000, 0xff00, 0xff], 'ABGR'],
  [[0xff, 0xff00, 0xff0000, 0xff000000], 'RGBA'],
  [[0xff0000, 0xff00, 0xff, 0xff000000], 'BGRA'],
  [[0xff000000, 0xff00, 0xff, 0xff0000], 'BGAR'],
  [[0, 0, 0, 0], 'BGRA'],
];

/** Rejects with NotRead, and with RangeError for a file that is cut off. */
export function openBmp(source: Uint8Array): Promise<OpenedPicture> {
  const file = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  return Promise.resolve()
    .then(() => readHeader(file))
    .then((header) => ({
      width: header.width,
      height: header.height,
      orientation: 1,
      reducible: false,
      read: () => Promise.resolve().then(() => read(file, header)),
    }));
}

/** Buffer's own RangeError says where the file ends too early. */
function readHeader(file: Buffer): Header {
  const length = file.readUInt32LE(14);
  const core = length === 12;
  if (!core && ![40, 52, 56, 64, 108, 124].includes(length))
    throw new NotRead(`is a BMP file with an unknown header of ${String(length)} bytes`, remedy);
  const topDown = !core && file[25] === 0xff;
  const bits = file.readUInt16LE(core ? 24 : 28);
  const compression = core ? plain : file.readUInt32LE(30);
  const colours = (core ? 0 : file.readUInt32LE(46)) || 2 ** Math.min(bits, 16);
  const entry = core ? 3 : 4;
  const masked = compression === bitFields;
  const apart = masked && length < 52; // three masks follow the header, or are its last part
  const table = 14 + length + (masked && length === 40 ? 12 : 0);
  const masks = masked
    ? [0, 1, 2, 3].map((index) => (apart && index === 3 ? 0 : file.readUInt32LE(54 + index * 4)))
    : [];
  const said = file.readUInt32LE(10);
  const pixels = said === 14 + length && bits <= 8 ? said + entry * colours : said;
  return {
    width: core ? file.readUInt16LE(18) : file.readUInt32LE(18),
    height: core ? file.readUInt16LE(20) : topDown ? 2 ** 32 - file.readUInt32LE(22) : file.readUInt32LE(22),
    bits,
    compression,
    topDown,
    palette: bits <= 8 ? paletteAt(file, table, entry, colours) : new Uint8Array(0),
    masks: masks.length === 4 && length === 52 ? [...masks.slice(0, 3), 0] : masks,
    pixels: pixels === 0 ? table : pixels,
  };
}

/** Entries that the file leaves out are greys. */
function paletteAt(file: Buffer, at: number, entry: number, colours: number): Uint8Array {
  const palette = Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3));
  for (let index = 0; index < Math.min(colours, 256); index++) {
    for (let c = 0; c < 3; c++) palette[index * 3 + c] = file.readUInt8(at + index * entry + 2 - c);
  }
  return palette;
}

function read(file: Buffer, header: Header): Samples {
  const { width, height, bits, compression } = header;
  if (compression === rle8 || compression === rle4) {
    const indices = unpackRuns(file, header.pixels, width, height, compression === rle4);
    return fromRows(header, (row, x) => indices[row * width + x] ?? 0);
  }
  if (compression !== plain && compression !== bitFields)
    throw new NotRead(`is a BMP file with compression ${String(compression)}, which is not read`, remedy);
  const stride = (((width * bits + 31) >> 3) & ~3) >>> 0;
  if (header.pixels + stride * height > file.length + 3) throw new RangeError('the pixels end too early');
  if (bits === 1 || bits === 4 || bits === 8) {
    const mask = (1 << bits) - 1;
    return fromRows(header, (row, x) => {
      const byte = file[header.pixels + row * stride + ((x * bits) >> 3)] ?? 0;
      return (byte >> (8 - bits - ((x * bits) & 7))) & mask;
    });
  }
  if (bits === 16) return sixteen(file, header, stride);
  const order = orderOf(header);
  return wide(file, header, stride, order);
}

/** Pixels of a palette. @param indexAt by the row in the file and the column */
function fromRows(
  { width, height, topDown, palette }: Header,
  indexAt: (row: number, x: number) => number,
): Samples {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const row = topDown ? y : height - 1 - y;
    for (let x = 0; x < width; x++) {
      const index = indexAt(row, x) * 3;
      const at = (y * width + x) * 3;
      for (let c = 0; c < 3; c++) rgb[at + c] = palette[index + c] ?? 0;
    }
  }
  return { width, height, rgb };
}

function sixteen(file: Buffer, { width, height, topDown, masks, pixels }: Header, stride: number): Samples {
  const six = masks[0] === 0xf800 && masks[1] === 0x7e0 && masks[2] === 0x1f;
  const five = masks[0] === 0x7c00 && masks[1] === 0x3e0 && masks[2] === 0x1f;
  if (masks.length > 0 && !six && !five) throw unknownMasks();
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const row = pixels + (topDown ? y : height - 1 - y) * stride;
    for (let x = 0; x < width; x++) {
      const value = (file[row + x * 2] ?? 0) | ((file[row + x * 2 + 1] ?? 0) << 8);
      const at = (y * width + x) * 3;
      rgb[at] = Math.floor((((value >> (six ? 11 : 10)) & 31) * 255) / 31);
      rgb[at + 1] = six
        ? Math.floor((((value >> 5) & 63) * 255) / 63)
        : Math.floor((((value >> 5) & 31) * 255) / 31);
      rgb[at + 2] = Math.floor(((value & 31) * 255) / 31);
    }
  }
  return { width, height, rgb };
}

/** In what order the bytes of a pixel stand. */
function orderOf({ bits, masks }: Header): string {
  const same = (known: readonly number[]) => known.every((mask, index) => mask === masks[index]);
  if (bits === 24) {
    if (masks.length === 0 || same([0xff0000, 0xff00, 0xff])) return 'BGR';
    throw unknownMasks();
  }
  if (bits !== 32)
    throw new NotRead(`is a BMP file of ${String(bits)} bits a pixel, which is not read`, remedy);
  if (masks.length === 0) return 'BGRX';
  const found = orders.find(([known]) => same(known));
  if (found === undefined) throw unknownMasks();
  return found[1];
}

const unknownMasks = (): NotRead =>
  new NotRead('is a BMP file with unusual bit masks, which are not read', remedy);

function wide(
  file: Buffer,
  { width, height, topDown, pixels }: Header,
  stride: number,
  order: string,
): Samples {
  const bytes = order.length;
  const places = ['R', 'G', 'B'].map((name) => order.indexOf(name));
  const alphaAt = order.indexOf('A');
  const rgb = new Uint8Array(width * height * 3);
  const alpha = new Uint8Array(alphaAt < 0 ? 0 : width * height);
  for (let y = 0; y < height; y++) {
    const row = pixels + (topDown ? y : height - 1 - y) * stride;
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const from = row + x * bytes;
      for (let c = 0; c < 3; c++) rgb[at * 3 + c] = file[from + (places[c] ?? 0)] ?? 0;
      if (alphaAt >= 0) alpha[at] = file[from + alphaAt] ?? 0;
    }
  }
  return { width, height, rgb, ...(alphaAt < 0 ? {} : { alpha }) };
}
