/** Pictures read with sharp (libvips): PNG, JPEG, WebP, GIF and most of TIFF. No profile is applied, nothing is turned. */
import sharp from 'sharp';
import type { Metadata, Sharp, SharpOptions } from 'sharp';
import type { Size } from '../view-plan.ts';
import { clippedGreyToRgb, cmykToRgb, splitAlpha } from '../to-rgb.ts';
import { gifFirstFrame, paintSurround } from './gif-first-frame.ts';
import { jpegTags } from './jpeg.ts';
import type { OpenedPicture } from './opened.ts';
import { orientationOf } from './orientation-tag.ts';
import { pngFacts } from './png.ts';
import type { Samples } from './samples.ts';
import { spool } from './spool.ts';
import { webpTags } from './webp.ts';

// The library's own cache would keep decoded pictures that picture-store.ts keeps under a cap.
sharp.cache(false);

/** Orientation and profile must not act behind our back, and our own caps give better sentences than the library's. */
export const readOptions: SharpOptions = {
  failOn: 'error',
  ignoreIcc: true,
  limitInputPixels: false,
  autoOrient: false,
};

/** @param size what it is reduced to while it is decoded; without one it is read whole */
function pipelineOf(bytes: Uint8Array, options: SharpOptions, size: Size | undefined): Sharp {
  const pipeline = sharp(bytes, { ...readOptions, ...options });
  return size === undefined ? pipeline : pipeline.resize({ ...size, fit: 'fill', fastShrinkOnLoad: true });
}

async function colours(pipeline: Sharp): Promise<Samples> {
  const { data, info } = await pipeline.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, ...splitAlpha(data, info.channels) };
}

async function inks(pipeline: Sharp): Promise<Samples> {
  // libvips has already undone the inversion of Adobe JPEGs.
  const { data, info } = await pipeline
    .pipelineColourspace('cmyk')
    .toColourspace('cmyk')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: cmykToRgb(data) };
}

async function clippedGrey(pipeline: Sharp): Promise<Samples> {
  const { data, info } = await pipeline
    .pipelineColourspace('grey16')
    .toColourspace('grey16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const grey = new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2);
  return { width: info.width, height: info.height, rgb: clippedGreyToRgb(grey, info.channels) };
}

/** The size in the header, of the first page. */
export async function sizeWithSharp(bytes: Uint8Array): Promise<Metadata> {
  return sharp(bytes, { ...readOptions, pages: 1 }).metadata();
}

export async function openPng(bytes: Uint8Array): Promise<OpenedPicture> {
  const { width, height } = await sizeWithSharp(bytes);
  const { depth, colourType, interlaced, tags, transparent } = pngFacts(bytes);
  const opaque = (colourType === 2 || colourType === 0) && depth === 8 && transparent === undefined;
  return {
    width,
    height,
    orientation: orientationOf(tags),
    reducible: !interlaced, // libvips would hold all of it
    ...(opaque && !interlaced ? { spool: (size?: Size) => spool(pipelineOf(bytes, {}, size)) } : {}),

    async read(size) {
      const pipeline = pipelineOf(bytes, {}, size);
      // Pillow clips 16-bit grey to 255 and takes the high bytes of everything else that has 16 bits.
      if (colourType === 0 && depth === 16) return { ...(await clippedGrey(pipeline)), transparent };
      const samples = await colours(pipeline);
      // libvips makes an alpha of a transparent colour as well; Pillow does so only for palettes.
      const alpha = colourType === 0 || colourType === 2 ? undefined : samples.alpha;
      return { ...samples, alpha, transparent };
    },
  };
}

export async function openJpeg(bytes: Uint8Array): Promise<OpenedPicture> {
  const { width, height, space } = await sizeWithSharp(bytes);
  return {
    width,
    height,
    orientation: orientationOf(jpegTags(bytes)),
    reducible: true,
    ...(space === 'cmyk' ? {} : { spool: (size?: Size) => spool(pipelineOf(bytes, {}, size)) }),
    read: (size) => {
      const pipeline = pipelineOf(bytes, {}, size);
      return space === 'cmyk' ? inks(pipeline) : colours(pipeline);
    },
  };
}

export async function openWebp(bytes: Uint8Array): Promise<OpenedPicture> {
  const { width, height } = await sizeWithSharp(bytes);
  return {
    width,
    height,
    orientation: orientationOf(webpTags(bytes)),
    reducible: true,
    read: (size) => colours(pipelineOf(bytes, { pages: 1 }, size)),
  };
}

export async function openGif(source: Uint8Array): Promise<OpenedPicture> {
  const first = gifFirstFrame(source);
  const { width, height } = await sizeWithSharp(first.bytes);
  return {
    width,
    height,
    orientation: 1,
    reducible: false,
    async read() {
      const { rgb } = await colours(pipelineOf(first.bytes, { pages: 1 }, undefined));
      paintSurround({ width, height, rgb }, first);
      if (first.transparent === undefined) return { width, height, rgb };
      const { alpha } = await colours(pipelineOf(source, { pages: 1 }, undefined));
      return { width, height, rgb, alpha, transparent: { dropped: first.transparent } };
    },
  };
}

/** Where Pillow and libvips agree about a TIFF. */
export async function tiffSamples(bytes: Uint8Array, size: Size | undefined): Promise<Samples> {
  const meta = await sizeWithSharp(bytes);
  const pipeline = pipelineOf(bytes, { pages: 1 }, size);
  if (meta.space === 'cmyk') return inks(pipeline);
  if (meta.space === 'grey16' && meta.channels === 1) return clippedGrey(pipeline);
  return colours(pipeline);
}
