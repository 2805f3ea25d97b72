/**
 * Image files -> 8-bit RGB, byte for byte what transformers' processors get from Pillow by either route: no colour profile applied,
 * first frame only, turned and flattened as the route or the caller says. Exception: AVIF with subsampled chroma, whose upsampling
 * is the decoder library's choice. Neither resizes nor normalises.
 */
import sharp from 'sharp';
import type { Metadata, Sharp, SharpOptions } from 'sharp';
import type { ImageReading, ImageRoute, Orientation, ReadingInForce } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { gifFirstFrame, paintSurround } from './gif-first-frame.ts';
import type { ImageLimits } from './limits.ts';
import { imageLimits } from './limits.ts';
import { turnedSize, turnRgb } from './orientation.ts';
import { readingInForce, readingNotes } from './reading.ts';
import type { EncodedImageSource } from './read-source.ts';
import { readSource, sourceName } from './read-source.ts';
import type { ImageFormat } from './sniff.ts';
import { sniffFormat, supportedFormats } from './sniff.ts';
import { clippedGreyToRgb, cmykToRgb, layOnWhite, splitAlpha } from './to-rgb.ts';

/** 8-bit RGB pixels. */
export interface RgbImage {
  readonly width: number; // px
  readonly height: number; // px
  readonly rgb: Uint8Array; // [height, width, 3]
}

export interface DecodedImage extends RgbImage {
  /** Size at full resolution, turned as the pixels are, px. Differs from width and height only where `shrink` > 1. */
  readonly stored: { readonly width: number; readonly height: number };
  /**
   * 1: the pixels are the file's. 2, 4 or 8: a JPEG over the pixel cap was shrunk by this factor inside the decoder, so
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

// The library's own cache would keep decoded pictures that picture-store.ts keeps under a cap.
sharp.cache(false);

// Orientation and profile must not act behind our back, and our own caps give better sentences than the library's.
const readOptions: SharpOptions = { failOn: 'error', ignoreIcc: true, limitInputPixels: false, pages: 1 };

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

/** The least decoder shrink that brings the image under the cap. Throws `bad-input` where none may or does. */
function chooseShrink(
  name: string,
  format: ImageFormat,
  { width, height }: DecodedImage['stored'],
  limits: ImageLimits,
): DecodedImage['shrink'] {
  const fits = (factor: number) =>
    Math.ceil(width / factor) * Math.ceil(height / factor) <= limits.decodedPixels;
  if (fits(1)) return 1;
  const cap = format === 'JPEG' ? limits.shrinkablePixels : limits.decodedPixels;
  const shrink = width * height <= cap ? ([2, 4, 8] as const).find(fits) : undefined;
  if (shrink) return shrink;
  throw new EngineError(
    'bad-input',
    `${name} claims ${width} x ${height} pixels, more than the ${Math.round(cap / 1e6)} million that are decoded`,
    { remedy: 'save a smaller copy' },
  );
}

interface Samples {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
  /** [height, width] where the file has alpha. */
  readonly alpha?: Uint8Array;
}

async function rawSamples(
  pipeline: Sharp,
  meta: Metadata,
  format: ImageFormat,
  bytes: Uint8Array,
): Promise<Samples> {
  if (meta.space === 'cmyk') {
    // libvips has already undone the inversion of Adobe JPEGs.
    const { data, info } = await pipeline
      .pipelineColourspace('cmyk')
      .toColourspace('cmyk')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { ...info, rgb: cmykToRgb(data) };
  }
  // PNG colour type 4 (16-bit grey with alpha) is not clipped: Pillow reads its high bytes, as it does for 16-bit RGB.
  const plainGrey16 = meta.space === 'grey16' && (format === 'PNG' ? bytes[25] === 0 : meta.channels === 1);
  if (plainGrey16) {
    const { data, info } = await pipeline
      .pipelineColourspace('grey16')
      .toColourspace('grey16')
      .raw({ depth: 'ushort' })
      .toBuffer({ resolveWithObject: true });
    const grey = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
    return { ...info, rgb: clippedGreyToRgb(grey, info.channels) };
  }
  const { data, info } = await pipeline.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return { ...info, ...splitAlpha(data, info.channels) };
}

const asOrientation = (tag: number | undefined): Orientation =>
  ([2, 3, 4, 5, 6, 7, 8] as const).find((known) => known === tag) ?? 1;

/** What there is to say about a JPEG that was shrunk while it was decoded. */
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
  const gif = format === 'GIF' ? gifFirstFrame(source) : null;
  const bytes = gif?.bytes ?? source;
  const meta = await sharp(bytes, readOptions)
    .metadata()
    .catch((cause: unknown) => {
      throw damaged(name, format, cause);
    });
  const shrink = chooseShrink(name, format, meta, limits);
  let pipeline = sharp(bytes, { ...readOptions, autoOrient: false });
  if (shrink > 1) {
    const size = { width: Math.ceil(meta.width / shrink), height: Math.ceil(meta.height / shrink) };
    pipeline = pipeline.resize({ ...size, fit: 'fill', fastShrinkOnLoad: true });
  }
  const samples = await rawSamples(pipeline, meta, format, bytes).catch((cause: unknown) => {
    throw damaged(name, format, cause);
  });
  if (samples.rgb.length !== samples.width * samples.height * 3)
    throw damaged(name, format, `${samples.rgb.length} samples`);
  if (gif) paintSurround(samples, gif);
  const reading = readingInForce(route, asked, {
    orientation: asOrientation(meta.orientation),
    transparent: samples.alpha?.some((alpha) => alpha !== 255) ?? false,
    alwaysTurned: format === 'TIFF',
  });
  const { alpha } = samples;
  const flat =
    alpha === undefined || reading.transparency === 'drop' ? samples.rgb : layOnWhite(samples.rgb, alpha);
  const image = {
    ...turnedSize(samples, reading.orientation),
    rgb: turnRgb(flat, samples, reading.orientation),
    stored: turnedSize({ width: meta.width, height: meta.height }, reading.orientation),
    shrink,
  };
  return { ...image, reading, notes: [...shrinkNotes(image), ...readingNotes(reading)] };
}

/** Reads and decodes a picture from a file or a buffer. Throws `bad-input` with one sentence for whatever cannot be used. */
export async function decodeImage(
  source: EncodedImageSource,
  options: Omit<DecodeOptions, 'reading'> = {},
): Promise<DecodedImage> {
  const reading = source.reading ?? {};
  return decodeBytes(await readSource(source, options.limits), sourceName(source), { ...options, reading });
}
