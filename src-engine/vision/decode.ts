/**
 * Image files -> 8-bit RGB, byte for byte what transformers' processors get from Pillow by either route: no colour profile applied,
 * first frame only, turned and flattened as the route or the caller says. Neither resizes nor normalises.
 */
import type { ImageReading, ImageRoute, ReadingInForce, Transparency } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { pictureBytes } from './animation.ts';
import { openAvif } from './avif/open-avif.ts';
import { openBmp } from './formats/bmp.ts';
import { flatten, hasTransparency } from './flatten.ts';
import type { OpenedPicture } from './formats/opened.ts';
import { NotRead } from './formats/opened.ts';

import { openGif, openJpeg, openPng, openWebp } from './formats/with-sharp.ts';
import type { ImageLimits } from './limits.ts';
import { imageLimits } from './limits.ts';
import { turnedSize } from './orientation.ts';
import { readingInForce, readingNotes } from './reading.ts';
import type { EncodedImageSource } from './read-source.ts';
import { sourceName } from './read-source.ts';
import type { Picture } from './picture.ts';
import { pictureOf } from './picture.ts';
import type { RgbRows } from './rgb-image.ts';
import { rowsOf } from './rgb-image.ts';
import type { ImageFormat } from './sniff.ts';
import { sniffFormat, supportedFormats } from './sniff.ts';
import { openTiff } from './tiff/open-tiff.ts';
import type { Size } from './view-plan.ts';

export interface DecodedImage extends Picture {
  /** Size at full resolution, turned as the pixels are, px. Differs from width and height only where `shrink` > 1. */
  readonly stored: { readonly width: number; readonly height: number };
  /**
   * 1: the pixels are the file's. 2, 4 or 8: a picture over the pixel cap was shrunk by this factor inside the decoder, so
   * the pixels (and with them possibly the owner maps) differ from those of a reference that decodes at full size.
   */
  readonly shrink: 1 | 2 | 4 | 8;
  readonly reading: ReadingInForce;
  /** Sentences for the user where the pixels are not simply the file's own. */
  readonly notes: readonly string[];
}

export interface DecodeOptions {
  readonly route?: ImageRoute; // 'path' unless said
  readonly reading?: ImageReading;
  readonly limits?: ImageLimits;
}

function recognise(bytes: Uint8Array, name: string): ImageFormat {
  const sniffed = sniffFormat(bytes);
  if (sniffed.kind === 'supported') return sniffed.format;
  const what = sniffed.kind === 'known' ? `is a ${sniffed.format}` : 'is not a picture in a known format';
  throw new EngineError('bad-input', `${name} ${what}`, { remedy: `save it as one of ${supportedFormats}` });
}

function damaged(name: string, format: ImageFormat, cause: unknown): EngineError {
  return new EngineError(
    'bad-input',
    `${name} is a damaged, incomplete or unusual ${format} file that cannot be decoded`,
    { remedy: 'save or copy it again', detail: String(cause), cause },
  );
}

function refuse(name: string, format: ImageFormat, cause: unknown): never {
  if (!(cause instanceof NotRead)) throw damaged(name, format, cause);
  throw new EngineError('bad-input', `${name} ${cause.message}`, { remedy: cause.remedy });
}

/** The least reduction that brings the image under the cap. Throws `bad-input` where none may or does. */
function chooseShrink(
  name: string,
  { width, height, reducible }: OpenedPicture,
  limits: ImageLimits,
): DecodedImage['shrink'] {
  if (Math.max(width, height) > limits.side) {
    throw new EngineError(
      'bad-input',
      `${name} claims ${width} x ${height} pixels, and no side may have more than ${limits.side}`,
      { remedy: 'save a smaller copy' },
    );
  }
  const fits = (factor: number) =>
    Math.ceil(width / factor) * Math.ceil(height / factor) <= limits.decodedPixels;
  if (fits(1)) return 1;
  const cap = reducible ? limits.shrinkablePixels : limits.decodedPixels;
  const shrink = width * height <= cap ? ([2, 4, 8] as const).find(fits) : undefined;
  if (shrink) return shrink;
  throw new EngineError(
    'bad-input',
    `${name} claims ${width} x ${height} pixels, more than the ${Math.round(cap / 1e6)} million that are decoded`,
    { remedy: 'save a smaller copy' },
  );
}

const openers: Readonly<Record<ImageFormat, (bytes: Uint8Array) => Promise<OpenedPicture>>> = {
  PNG: openPng,
  JPEG: openJpeg,
  WebP: openWebp,
  GIF: openGif,
  TIFF: openTiff,
  AVIF: openAvif,
  BMP: openBmp,
};

/** What was read of a picture, not yet flattened. */
interface Pixels {
  readonly transparent: boolean;
  readonly rows: (transparency: Transparency) => RgbRows;
}

/** A large opaque picture is read into a file for its time, everything else into memory. */
async function pixelsOf(
  opened: OpenedPicture,
  size: Size | undefined,
  { keptPixels }: ImageLimits,
): Promise<Pixels> {
  const { width, height } = size ?? opened;
  if (width * height > keptPixels && opened.spool !== undefined) {
    const rows = await opened.spool(size);
    if (rows !== undefined) return { transparent: false, rows: () => rows };
  }
  const samples = await opened.read(size);
  if (samples.rgb.length !== samples.width * samples.height * 3)
    throw new Error(`${samples.rgb.length} samples`);
  return {
    transparent: hasTransparency(samples),
    rows: (transparency) => rowsOf({ ...samples, rgb: flatten(samples, transparency) }),
  };
}

/** What there is to say about a picture that was reduced while it was decoded. */
function shrinkNotes({ stored, width, height, shrink }: Omit<DecodedImage, 'notes' | 'reading'>): string[] {
  if (shrink === 1) return [];
  return [
    `The picture of ${stored.width} x ${stored.height} pixels was read at ${width} x ${height}; token maps can differ slightly from those of the full size.`,
  ];
}

/** Decodes bytes that are already in memory; `name` (quoted) is for error sentences. Throws `bad-input`. */
export async function decodeBytes(
  source: Uint8Array,
  name: string,
  { route = 'path', reading: asked = {}, limits = imageLimits }: DecodeOptions = {},
): Promise<DecodedImage> {
  const format = recognise(source, name);
  const refused = (cause: unknown): never => refuse(name, format, cause);
  const opened = await openers[format](source).catch(refused);
  const shrink = chooseShrink(name, opened, limits);
  const reduced = {
    width: Math.ceil(opened.width / shrink),
    height: Math.ceil(opened.height / shrink),
  };
  const pixels = await pixelsOf(opened, shrink === 1 ? undefined : reduced, limits).catch(refused);
  const reading = readingInForce(route, asked, {
    orientation: opened.orientation,
    transparent: pixels.transparent,
    alwaysTurned: opened.alwaysTurned ?? false,
  });
  const { orientation, transparency } = reading;
  const image = {
    ...pictureOf(pixels.rows(transparency), orientation),
    stored: turnedSize(opened, orientation),
    shrink,
  };
  const notes = [...(opened.notes ?? []), ...shrinkNotes(image), ...readingNotes(reading)];
  return { ...image, reading, notes };
}

/**
 * Width and height of a picture as it is shown, from its header alone. Throws `bad-input` for what is no picture or too large; damage behind the
 * header shows only when it is decoded.
 */
export async function measureBytes(
  source: Uint8Array,
  name: string,
  { route = 'path', reading: asked = {}, limits = imageLimits }: DecodeOptions = {},
): Promise<Size> {
  const format = recognise(source, name);
  const opened = await openers[format](source).catch((cause: unknown) => refuse(name, format, cause));
  chooseShrink(name, opened, limits);
  const { orientation } = readingInForce(route, asked, {
    orientation: opened.orientation,
    transparent: false, // which no size depends on
    alwaysTurned: opened.alwaysTurned ?? false,
  });
  return turnedSize(opened, orientation);
}

/** Reads and decodes a picture from a file or a buffer. Throws `bad-input` with one sentence for whatever cannot be used. */
export async function decodeImage(
  source: EncodedImageSource,
  options: Omit<DecodeOptions, 'reading'> = {},
): Promise<DecodedImage> {
  const reading = source.reading ?? {};
  return decodeBytes(await pictureBytes(source, options.limits), sourceName(source), { ...options, reading });
}
