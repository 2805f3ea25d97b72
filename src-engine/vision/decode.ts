/**
 * Image files -> 8-bit RGB, byte for byte what Pillow's `Image.open(f).convert('RGB')` gives: alpha dropped, no colour profile
 * applied, EXIF orientation ignored (TIFF's own tag obeyed), first frame only. Exception: AVIF with subsampled chroma, whose
 * upsampling is the decoder library's choice. Neither resizes nor normalises.
 */
import sharp from 'sharp';
import type { Metadata, Sharp, SharpOptions } from 'sharp';
import { EngineError } from '../errors.ts';
import { gifFirstFrame, paintSurround } from './gif-first-frame.ts';
import type { ImageLimits } from './limits.ts';
import { imageLimits } from './limits.ts';
import type { EncodedImageSource } from './read-source.ts';
import { readSource, sourceName } from './read-source.ts';
import type { ImageFormat } from './sniff.ts';
import { sniffFormat, supportedFormats } from './sniff.ts';
import { clippedGreyToRgb, cmykToRgb } from './to-rgb.ts';

/** 8-bit RGB pixels. */
export interface RgbImage {
  readonly width: number; // px
  readonly height: number; // px
  readonly rgb: Uint8Array; // [height, width, 3]
}

export interface DecodedImage extends RgbImage {
  /** Size as stored in the file, px. Differs from width and height only where `shrink` > 1. */
  readonly stored: { readonly width: number; readonly height: number };
  /**
   * 1: the pixels are the file's. 2, 4 or 8: a JPEG over the pixel cap was shrunk by this factor inside the decoder, so
   * the pixels (and with them possibly the owner maps) differ from those of a reference that decodes at full size.
   */
  readonly shrink: 1 | 2 | 4 | 8;
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
  const { data, info } = await pipeline
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { ...info, rgb: data };
}

/** Decodes bytes that are already in memory; `name` (quoted) is for error sentences. Throws `bad-input`. */
export async function decodeBytes(
  source: Uint8Array,
  name: string,
  limits: ImageLimits = imageLimits,
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
  // Only TIFF: Pillow obeys a TIFF's orientation tag while loading, and leaves the EXIF tag of other formats to the caller.
  const upright = format === 'TIFF';
  const quarterTurn = upright && (meta.orientation ?? 1) >= 5;
  const stored = quarterTurn
    ? { width: meta.height, height: meta.width }
    : { width: meta.width, height: meta.height };
  let pipeline = sharp(bytes, { ...readOptions, autoOrient: upright });
  if (shrink > 1) {
    const size = { width: Math.ceil(stored.width / shrink), height: Math.ceil(stored.height / shrink) };
    pipeline = pipeline.resize({ ...size, fit: 'fill', fastShrinkOnLoad: true });
  }
  const samples = await rawSamples(pipeline, meta, format, bytes).catch((cause: unknown) => {
    throw damaged(name, format, cause);
  });
  const { width, height, rgb } = samples;
  if (rgb.length !== width * height * 3) throw damaged(name, format, `${rgb.length} samples`);
  const image = { width, height, rgb, stored, shrink };
  if (gif) paintSurround(image, gif);
  return image;
}

/** Reads and decodes a picture from a file or a buffer. Throws `bad-input` with one sentence for whatever cannot be used. */
export async function decodeImage(
  source: EncodedImageSource,
  limits: ImageLimits = imageLimits,
): Promise<DecodedImage> {
  return decodeBytes(await readSource(source, limits), sourceName(source), limits);
}
