/** An animated GIF or WebP as the frames of a video, each of which is then read as a still is. Still pictures and everything else pass through untouched. */
import sharp from 'sharp';
import type { ImageSource } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { ImageLimits } from './limits.ts';
import { imageLimits } from './limits.ts';
import { gifFirstFrame } from './formats/gif-first-frame.ts';
import { readOptions } from './formats/with-sharp.ts';
import { readSource, sourceName, type EncodedImageSource } from './read-source.ts';
import { sniffFormat } from './sniff.ts';

const animatable = ['GIF', 'WebP'];

/**
 * Every frame as it is shown (earlier frames shine through where it says so), to be read by the same rules as the file itself: the first is
 * the file, the others are PNG bytes with its alpha and its orientation tag.
 * Throws `bad-input` for a damaged animation and for one of too many frames or pixels.
 */
export async function framesOf(
  source: ImageSource,
  limits: ImageLimits = imageLimits,
): Promise<ImageSource[]> {
  if (source.kind === 'pixel-values' || source.frame !== undefined) return [source];
  const bytes = await readSource(source, limits);
  const sniffed = sniffFormat(bytes);
  if (sniffed.kind !== 'supported' || !animatable.includes(sniffed.format)) return [source];
  const name = sourceName(source);
  try {
    // `height` counts one frame here; reading all pages at once would stack them.
    const { pages = 1, width, height } = await sharp(bytes, readOptions).metadata();
    if (pages === 1) return [source];
    if (pages > limits.frames) throw tooMany(name, pages, limits);
    checkFrames(name, { pages, width, height }, limits);
    const reading = source.reading === undefined ? {} : { reading: source.reading };
    const frames: ImageSource[] = [{ kind: 'bytes', bytes, name: `${name}, frame 1`, ...reading }];
    const later =
      sniffed.format === 'GIF' ? gifFrames(bytes, { pages, width, height }) : webpFrames(bytes, pages);
    for await (const frame of later) {
      const named = `${name}, frame ${String(frames.length + 1)}`;
      frames.push({ kind: 'bytes', bytes: frame, name: named, ...reading });
    }
    return frames;
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    throw damagedAnimation(name, cause);
  }
}

/** The bytes of a picture: of one frame of an animation as they are shown, else of the whole file. Throws `bad-input`. */
export async function pictureBytes(
  source: EncodedImageSource,
  limits: ImageLimits = imageLimits,
): Promise<Uint8Array> {
  const bytes = await readSource(source, limits);
  const { frame = 0 } = source;
  if (frame === 0) return bytes; // what a reader of stills sees of it
  const name = sourceName(source);
  try {
    const { pages = 1, width, height } = await animationOf(bytes);
    if (frame >= pages) {
      const fact = `${name} has ${pages === 1 ? 'one frame' : `${String(pages)} frames`}, and frame ${String(frame + 1)} was asked for`;
      throw new EngineError('bad-input', fact, { remedy: 'open it again' });
    }
    if (pages > limits.frames) throw tooMany(name, pages, limits);
    checkFrames(name, { pages, width, height }, limits);
    return await (isGif(bytes) ? gifFrame(bytes, frame, { pages, width, height }) : webpFrame(bytes, frame));
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    throw damagedAnimation(name, cause);
  }
}

/** How many frames a picture has; 1 of what is no animation, and of one that cannot be read. */
export async function framesIn(bytes: Uint8Array): Promise<number> {
  const { pages = 1 } = await animationOf(bytes).catch(() => ({ pages: 1 }));
  return pages;
}

/** `height` counts one frame here; reading all pages at once would stack them. */
async function animationOf(bytes: Uint8Array): Promise<{
  readonly pages?: number | undefined;
  readonly width: number;
  readonly height: number;
}> {
  const sniffed = sniffFormat(bytes);
  if (sniffed.kind !== 'supported' || !animatable.includes(sniffed.format)) return { width: 0, height: 0 };
  return sharp(bytes, readOptions).metadata();
}

function isGif(bytes: Uint8Array): boolean {
  const sniffed = sniffFormat(bytes);
  return sniffed.kind === 'supported' && sniffed.format === 'GIF';
}

function damagedAnimation(name: string, cause: unknown): EngineError {
  return new EngineError('bad-input', `${name} is a damaged or incomplete animation`, {
    remedy: 'save or copy it again',
    detail: String(cause),
    cause,
  });
}

function webpFrame(bytes: Uint8Array, page: number): Promise<Buffer> {
  const shown = sharp(bytes, { ...readOptions, page })
    .keepExif()
    .keepXmp();
  return shown.png({ compressionLevel: 1 }).toBuffer();
}

async function gifFrame(gif: Uint8Array, page: number, size: Frames): Promise<Uint8Array> {
  const { data } = await sharp(gif, { ...readOptions, page })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  uncover(data, gif);
  return pngOf(data, size);
}

function pngOf(data: Buffer, { width, height }: Frames): Promise<Buffer> {
  const raw = { width, height, channels: 4 } as const;
  return sharp(data, { raw, limitInputPixels: false }).png({ compressionLevel: 1 }).toBuffer();
}

async function* webpFrames(bytes: Uint8Array, pages: number): AsyncGenerator<Uint8Array, void> {
  for (let page = 1; page < pages; page += 1) {
    yield await webpFrame(bytes, page);
  }
}

/** Pixels that are decoded at once, 4 bytes each: a frame needs all before it, so that hundreds one by one are hundreds of times the work. */
const pixelsAtOnce = 24_000_000;

async function* gifFrames(
  gif: Uint8Array,
  { pages, width, height }: Frames,
): AsyncGenerator<Uint8Array, void> {
  const most = Math.max(1, Math.floor(pixelsAtOnce / (width * height)));
  for (let page = 1; page < pages; page += most) {
    const shown = sharp(gif, { ...readOptions, page, pages: Math.min(most, pages - page) });
    const { data } = await shown.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    uncover(data, gif);
    const size = width * height * 4;
    for (let at = 0; at + size <= data.length; at += size) {
      yield await pngOf(data.subarray(at, at + size), { pages, width, height });
    }
  }
}

/** What no frame of a GIF has painted has the first frame's surrounding colour to Pillow, and is clear only where that one is. In place. */
function uncover(data: Buffer, gif: Uint8Array): void {
  const { surround, transparent } = gifFirstFrame(gif);
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] !== 0) continue;
    data.set(surround, at);
    if (transparent === undefined) data[at + 3] = 255;
  }
}

function tooMany(name: string, pages: number, limits: ImageLimits): EngineError {
  return new EngineError('bad-input', `${name} has ${String(pages)} frames`, {
    remedy: `give at most ${String(limits.frames)} frames, e.g. every tenth one`,
  });
}

interface Frames {
  readonly pages: number;
  readonly width: number;
  readonly height: number;
}

function checkFrames(name: string, { pages, width, height }: Frames, limits: ImageLimits): void {
  const fits =
    Math.max(width, height) <= limits.side &&
    width * height <= limits.decodedPixels &&
    pages * width * height <= limits.animationPixels;
  if (fits) return;
  const million = (pixels: number) => `${String(Math.round(pixels / 1e6))} million`;
  throw new EngineError(
    'bad-input',
    `${name} claims ${String(pages)} frames of ${String(width)} x ${String(height)} pixels`,
    {
      remedy: `give frames of at most ${million(limits.decodedPixels)} pixels, ${million(limits.animationPixels)} in all`,
    },
  );
}
