/** A TIFF's samples as they are stored, strips or tiles put together. For 8 and 16 bits a sample; knows no colours. */
import type { TiffDirectory } from './directory.ts';
import type { Unpack } from './unpack.ts';

export interface StoredSamples {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** [height, width, channels], 0..255 or 0..65535. */
  readonly values: Uint8Array | Uint16Array;
}

/** How many samples of luma share one of each chroma. */
export interface Subsampling {
  readonly across: number;
  readonly down: number;
}

export interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number; // as stored: tiles reach beyond the picture
  readonly height: number;
  readonly plane: number;
  readonly offset: number;
  readonly length: number;
}

/** @param subsampling of YCbCr in blocks. @throws RangeError where parts are missing or too short */
export function storedSamples(
  file: Uint8Array,
  directory: TiffDirectory,
  unpack: Unpack,
  subsampling: Subsampling = { across: 1, down: 1 },
): StoredSamples {
  const width = directory.value(256, 0);
  const height = directory.value(257, 0);
  const channels = directory.value(277, 1);
  const deep = directory.value(258, 1) === 16;
  const planar = directory.value(284, 1) === 2;
  const together = planar ? 1 : channels;
  const values = deep
    ? new Uint16Array(width * height * channels)
    : new Uint8Array(width * height * channels);
  const blocks = subsampling.across * subsampling.down > 1;
  for (const part of partsOf(directory, width, height, planar ? channels : 1)) {
    if (part.offset + part.length > file.length) throw new RangeError('a strip ends behind the file');
    const bytes = blocks
      ? Math.ceil(part.width / subsampling.across) *
        Math.ceil(part.height / subsampling.down) *
        (subsampling.across * subsampling.down + 2)
      : part.width * part.height * together * (deep ? 2 : 1);
    const raw = unpack(file.subarray(part.offset, part.offset + part.length), bytes);
    if (raw.length < bytes) throw new RangeError('a strip is too short');
    const stored = blocks ? unblocked(raw, part, subsampling) : deep ? wide(raw, bytes, directory) : raw;
    if (directory.value(317, 1) === 2) undoDifferences(stored, part, together);
    for (let y = 0; y < part.height && part.top + y < height; y++) {
      const row = y * part.width * together;
      for (let x = 0; x < part.width && part.left + x < width; x++) {
        const to = ((part.top + y) * width + part.left + x) * channels + part.plane;
        for (let c = 0; c < together; c++) values[to + c] = stored[row + x * together + c] ?? 0;
      }
    }
  }
  return { width, height, channels, values };
}

/** In the order of the file: planes one after the other, in each row by row. @throws RangeError where some are missing */
export function partsOf(directory: TiffDirectory, width: number, height: number, planes: number): Part[] {
  const tileWidth = directory.value(322, 0);
  const tiled = tileWidth > 0;
  const offsets = directory.values(tiled ? 324 : 273);
  const lengths = directory.values(tiled ? 325 : 279);
  const across = tiled ? Math.ceil(width / tileWidth) : 1;
  const rows = tiled ? directory.value(323, 0) : Math.min(height, directory.value(278, height));
  const down = Math.ceil(height / Math.max(1, rows));
  if (rows < 1 || offsets.length < across * down * planes) throw new RangeError('strips are missing');
  return Array.from({ length: across * down * planes }, (_, index) => {
    const inPlane = index % (across * down);
    const top = Math.floor(inPlane / across) * rows;
    return {
      left: (inPlane % across) * tileWidth,
      top,
      width: tiled ? tileWidth : width,
      height: tiled ? rows : Math.min(rows, height - top),
      plane: Math.floor(index / (across * down)),
      offset: offsets[index] ?? 0,
      length: lengths[index] ?? 0,
    };
  });
}

function wide(raw: Uint8Array, bytes: number, { littleEndian }: TiffDirectory): Uint16Array {
  const out = new Uint16Array(bytes / 2);
  const [low, high] = littleEndian ? [0, 1] : [1, 0];
  for (let i = 0; i < out.length; i++) out[i] = (raw[i * 2 + low] ?? 0) | ((raw[i * 2 + high] ?? 0) << 8);
  return out;
}

/** Predictor 2: every sample is stored as what it has more than its left neighbour. The arrays' own width does the wrapping. */
function undoDifferences(stored: Uint8Array | Uint16Array, { width, height }: Part, channels: number): void {
  for (let y = 0; y < height; y++) {
    for (let i = (y * width + 1) * channels; i < (y + 1) * width * channels; i++) {
      stored[i] = (stored[i] ?? 0) + (stored[i - channels] ?? 0);
    }
  }
}

/** Blocks of luma followed by their two chroma samples -> [height, width, 3], chroma repeated. */
function unblocked(raw: Uint8Array, { width, height }: Part, { across, down }: Subsampling): Uint8Array {
  const out = new Uint8Array(width * height * 3);
  const block = across * down + 2;
  const blocksAcross = Math.ceil(width / across);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (Math.floor(y / down) * blocksAcross + Math.floor(x / across)) * block;
      const to = (y * width + x) * 3;
      out[to] = raw[from + (y % down) * across + (x % across)] ?? 0;
      out[to + 1] = raw[from + block - 2] ?? 0;
      out[to + 2] = raw[from + block - 1] ?? 0;
    }
  }
  return out;
}
