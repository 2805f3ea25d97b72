/** What a PNG says beside its pixels: depth, tags, and which colour stands for transparency, by Pillow's rules. Decodes no pixel. */
import { inflateSync } from 'node:zlib';
import type { Rgb, TransparentColour } from './samples.ts';
import type { CarriedTags } from './orientation-tag.ts';

export interface PngFacts {
  readonly depth: number; // bits a sample
  readonly colourType: number; // 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGBA
  readonly interlaced: boolean;
  readonly tags: CarriedTags;
  readonly transparent?: TransparentColour;
}

interface Chunk {
  readonly kind: string;
  readonly data: Buffer;
}

/** The texts that can hold a tag; of several with one key the last counts. No other is unpacked: a file may hold thousands that unpack to gigabytes. */
const tagKeys: ReadonlySet<string> = new Set(['Raw profile type exif', 'XML:com.adobe.xmp']);
/** Longest text that is unpacked in search of a tag. */
const textBytes = 4 * 1024 * 1024;

function* chunksOf(bytes: Buffer): Generator<Chunk> {
  let at = 8;
  while (at + 12 <= bytes.length) {
    const length = bytes.readUInt32BE(at);
    yield { kind: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, at + 8 + length) };
    at += 12 + length;
  }
}

/** Never throws: what cannot be followed is left to the decoder. */
export function pngFacts(source: Uint8Array): PngFacts {
  const bytes = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  const first = new Map<string, Buffer>();
  const texts = new Map<string, () => Uint8Array | undefined>();
  for (const { kind, data } of chunksOf(bytes)) {
    if (!first.has(kind)) first.set(kind, data);
    const text = textIn(kind, data);
    if (text !== undefined) texts.set(text.key, text.value);
  }
  const header = first.get('IHDR');
  const depth = header?.[8] ?? 8;
  const colourType = header?.[9] ?? 2;
  const clear = first.get('tRNS');
  const transparent =
    clear === undefined ? undefined : transparentColour(colourType, depth, clear, first.get('PLTE'));
  const exif = first.get('eXIf') ?? unpackedProfile(texts.get('Raw profile type exif')?.());
  return {
    depth,
    colourType,
    interlaced: header?.[12] === 1,
    tags: { exif, xmp: texts.get('XML:com.adobe.xmp')?.() },
    ...(transparent === undefined ? {} : { transparent }),
  };
}

/**
 * Pillow keeps the numbers of `tRNS` as they are and compares them with levels of 8 bits: a key of a 2-bit picture is held against levels
 * that were spread to 0..255, one of 16 bits by its low byte alone.
 */
function transparentColour(
  colourType: number,
  depth: number,
  clear: Buffer,
  palette: Buffer | undefined,
): TransparentColour | undefined {
  const number = (at: number) => (at + 2 <= clear.length ? clear.readUInt16BE(at) : 0);
  if (colourType === 0) {
    const low = number(0) & 255;
    const alone: Rgb = [low, 0, 0];
    const spread = Math.min(255, number(0));
    return {
      dropped: depth === 1 || depth === 16 ? alone : [spread, spread, spread],
      laidOnWhite: [low, low, low],
    };
  }
  if (colourType === 2) {
    const colour: Rgb = [number(0) & 255, number(2) & 255, number(4) & 255];
    return { dropped: colour, laidOnWhite: colour };
  }
  if (colourType !== 3) return undefined;
  // One clear entry among opaque ones is a colour; anything else is an alpha for every entry, and as such dropped.
  const index = clear.indexOf(0);
  if (index < 0 || clear.some((alpha, entry) => alpha !== 255 && entry !== index)) return undefined;
  const at = index * 3;
  return { dropped: [palette?.[at] ?? 0, palette?.[at + 1] ?? 0, palette?.[at + 2] ?? 0] };
}

/** Unpacked only when it is asked for. */
interface Text {
  readonly key: string;
  readonly value: () => Uint8Array | undefined;
}

function textIn(kind: string, data: Buffer): Text | undefined {
  if (kind !== 'tEXt' && kind !== 'zTXt' && kind !== 'iTXt') return undefined;
  const end = data.indexOf(0);
  const key = data.toString('latin1', 0, Math.max(0, end));
  if (!tagKeys.has(key)) return undefined;
  const rest = data.subarray(end + 1);
  if (kind === 'tEXt') return { key, value: () => rest };
  if (kind === 'zTXt') return { key, value: () => unpacked(rest.subarray(1)) };
  const language = rest.indexOf(0, 2);
  const translated = rest.indexOf(0, language + 1);
  if (language < 0 || translated < 0) return undefined;
  const text = rest.subarray(translated + 1);
  return { key, value: () => (rest[0] === 0 ? text : unpacked(text)) };
}

function unpacked(packed: Buffer): Uint8Array | undefined {
  try {
    return inflateSync(packed, { maxOutputLength: textBytes });
  } catch {
    return undefined; // a text that cannot be unpacked carries no tag
  }
}

/** ImageMagick's way to carry EXIF: three lines of words, then hexadecimal digits. */
function unpackedProfile(text: Uint8Array | undefined): Uint8Array | undefined {
  if (text === undefined) return undefined;
  return Buffer.from(Buffer.from(text).toString('latin1').split('\n').slice(3).join(''), 'hex');
}
