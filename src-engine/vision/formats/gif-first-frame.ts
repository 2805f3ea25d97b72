/**
 * Prepares a GIF so that its first frame decodes as Pillow shows it: transparent pixels keep their palette colour, and what the
 * frame does not cover has the transparent (else the first) palette colour. Not a GIF decoder.
 */
import type { Region } from '../../engine.ts';
import type { Rgb } from './samples.ts';

export interface GifFirstFrame {
  /** A copy with the first frame's transparency switched off; decoders would paint such pixels black. */
  readonly bytes: Uint8Array;
  /** Where the frame lies on the canvas; null for a file whose blocks make no sense (the decoder will say so). */
  readonly frame: Region | null;
  /** Colour of the canvas outside the frame. */
  readonly surround: Rgb;
  /** The colour that stands for transparency, where one does. */
  readonly transparent?: Rgb;
}

const extensionBlock = 0x21;
const imageBlock = 0x2c;
const graphicControl = 0xf9;

/** Entries of a colour table, from the packed field that announces it; 0 without a table. */
function tableEntries(packed: number): number {
  return packed & 0x80 ? 2 << (packed & 7) : 0;
}

/** `source` begins with "GIF87a" or "GIF89a". Never throws: what cannot be followed is left to the decoder. */
export function gifFirstFrame(source: Uint8Array): GifFirstFrame {
  const bytes = Uint8Array.from(source);
  const byte = (at: number) => bytes[at] ?? 0;
  const word = (at: number) => byte(at) | (byte(at + 1) << 8);
  const colour = (table: number, index: number): [number, number, number] => [
    byte(table + index * 3),
    byte(table + index * 3 + 1),
    byte(table + index * 3 + 2),
  ];

  let transparent: number | undefined;
  let at = 13 + 3 * tableEntries(byte(10)); // header, screen descriptor, global table
  while (at < bytes.length && byte(at) === extensionBlock) {
    if (byte(at + 1) === graphicControl && byte(at + 2) >= 4) {
      transparent = byte(at + 3) & 1 ? byte(at + 6) : undefined;
      bytes[at + 3] = byte(at + 3) & 0xfe;
    }
    at += 2;
    while (at < bytes.length && byte(at) !== 0) at += byte(at) + 1;
    at += 1;
  }
  if (byte(at) !== imageBlock) return { bytes, frame: null, surround: [0, 0, 0] };
  const frame = { x: word(at + 1), y: word(at + 3), width: word(at + 5), height: word(at + 7) };
  const localTable = byte(at + 9) & 0x80;
  const surround = colour(localTable ? at + 10 : 13, transparent ?? 0);
  return { bytes, frame, surround, ...(transparent === undefined ? {} : { transparent: surround }) };
}

/** Paints [height, width, 3] outside the frame, in place. */
export function paintSurround(
  image: { readonly width: number; readonly height: number; readonly rgb: Uint8Array },
  { frame, surround }: GifFirstFrame,
): void {
  if (!frame) return;
  const inside = (x: number, y: number) =>
    x >= frame.x && x < frame.x + frame.width && y >= frame.y && y < frame.y + frame.height;
  if (inside(0, 0) && inside(image.width - 1, image.height - 1)) return;
  for (let y = 0; y < image.height; y++) {
    for (let x = 0; x < image.width; x++) {
      if (!inside(x, y)) image.rgb.set(surround, (y * image.width + x) * 3);
    }
  }
}
