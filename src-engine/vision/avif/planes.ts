/** The planes of a coded AVIF picture as they were coded: no conversion of colours, chroma at its own size. */
import sharp from 'sharp';
import type { CodedGrid, CodedPicture } from './container.ts';
import { wrapped } from './wrap.ts';

export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Uint16Array; // [height, width], 0 .. 2^depth - 1
}

export interface Planes {
  readonly depth: number; // bits
  readonly luma: Plane;
  /** Absent in monochrome pictures. U (blue) and V (red). */
  readonly chroma?: readonly [Plane, Plane];
}

/** Chroma samples that one luma sample shares, as the av1C box says it. */
function layoutOf(config: Buffer): {
  readonly depth: number;
  readonly monochrome: boolean;
  readonly across: 1 | 2;
  readonly down: 1 | 2;
} {
  const bits = config[2] ?? 0;
  return {
    depth: (bits & 0x40) === 0 ? 8 : (bits & 0x20) === 0 ? 10 : 12,
    monochrome: (bits & 0x10) !== 0,
    across: (bits & 8) === 0 ? 1 : 2,
    down: (bits & 4) === 0 ? 1 : 2,
  };
}

interface Tile {
  readonly width: number;
  readonly height: number;
  readonly values: Uint16Array; // [height, width, channels]
  readonly channels: number;
}

async function decodeTile(coded: CodedPicture, depth: number): Promise<Tile> {
  const pipeline = sharp(wrapped(coded), { failOn: 'error', limitInputPixels: false, autoOrient: false });
  const deep = depth > 8;
  const { data, info } = await (
    deep ? pipeline.toColourspace('rgb16').raw({ depth: 'ushort' }) : pipeline.raw()
  ).toBuffer({ resolveWithObject: true });
  const values = deep
    ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2).map((value) => value >> (16 - depth))
    : Uint16Array.from(data);
  return { width: info.width, height: info.height, values, channels: info.channels };
}

/** Rejects with whatever the decoder says. */
export async function decodePlanes({ width, height, columns, tiles }: CodedGrid): Promise<Planes> {
  const [first] = tiles;
  if (first === undefined) throw new RangeError('A picture has one tile at least.');
  const { depth, monochrome, across, down } = layoutOf(first.config);
  const decoded: Tile[] = [];
  for (const tile of tiles) decoded.push(await decodeTile(tile, depth));
  const plane = (channel: number, stepX: number, stepY: number): Plane => {
    const out = {
      width: Math.ceil(width / stepX),
      height: Math.ceil(height / stepY),
    };
    const values = new Uint16Array(out.width * out.height);
    decoded.forEach((tile, index) => {
      const left = (index % columns) * first.width;
      const top = Math.floor(index / columns) * first.height;
      for (let y = 0; y < tile.height && top + y < height; y += stepY) {
        for (let x = 0; x < tile.width && left + x < width; x += stepX) {
          const to = ((top + y) / stepY) * out.width + (left + x) / stepX;
          values[to] =
            tile.values[(y * tile.width + x) * tile.channels + Math.min(channel, tile.channels - 1)] ?? 0;
        }
      }
    });
    return { ...out, values };
  };
  if (monochrome) return { depth, luma: plane(0, 1, 1) };
  // Said to be green, blue and red, they come out as red (V), green (Y) and blue (U).
  return { depth, luma: plane(1, 1, 1), chroma: [plane(2, across, down), plane(0, across, down)] };
}
