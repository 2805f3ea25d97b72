/** An animated GIF or WebP as the frames of a video, each of which is then read as a still is. Still pictures and everything else pass through untouched. */
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import type { ImageSource } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { ImageLimits } from './limits.ts';
import { imageLimits } from './limits.ts';
import { gifFirstFrame } from './formats/gif-first-frame.ts';
import { readOptions } from './formats/with-sharp.ts';
import { readSource, sourceName } from './read-source.ts';
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
  if (source.kind === 'pixel-values') return [source];
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
    for (let page = 1; page < pages; page += 1) {
      const shown = sharp(bytes, { ...readOptions, page });
      const frame = await (
        sniffed.format === 'GIF' ? await uncovered(shown, bytes) : shown.keepExif().keepXmp()
      )
        .png({ compressionLevel: 1 })
        .toBuffer();
      frames.push({ kind: 'bytes', bytes: frame, name: `${name}, frame ${String(page + 1)}`, ...reading });
    }
    return frames;
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    throw new EngineError('bad-input', `${name} is a damaged or incomplete animation`, {
      remedy: 'save or copy it again',
      detail: String(cause),
      cause,
    });
  }
}

/** What no frame of a GIF has painted has the first frame's surrounding colour to Pillow, and is clear only where that one is. */
async function uncovered(shown: Sharp, gif: Uint8Array): Promise<Sharp> {
  const { surround, transparent } = gifFirstFrame(gif);
  const { data, info } = await shown.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] !== 0) continue;
    data.set(surround, at);
    if (transparent === undefined) data[at + 3] = 255;
  }
  const { width, height } = info;
  return sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: false });
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
