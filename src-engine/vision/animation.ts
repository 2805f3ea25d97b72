/** An animated GIF or WebP as the frames of a video. Still pictures and everything else pass through untouched. */
import sharp from 'sharp';
import type { ImageSource } from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { ImageLimits } from './limits.ts';
import { imageLimits } from './limits.ts';
import { readSource, sourceName } from './read-source.ts';
import { sniffFormat } from './sniff.ts';

const animatable = ['GIF', 'WebP'];

/**
 * Every frame as it is shown (earlier frames shine through where it says so), losslessly as PNG bytes.
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
    const { pages = 1, width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (pages === 1) return [source];
    if (pages > limits.frames || width * height > limits.decodedPixels) throw tooLarge(name, pages, limits);
    const frames: ImageSource[] = [];
    for (let page = 0; page < pages; page += 1) {
      const frame = await sharp(bytes, { page, limitInputPixels: false })
        .removeAlpha()
        .png({ compressionLevel: 1 })
        .toBuffer();
      frames.push({ kind: 'bytes', bytes: frame, name: `${name}, frame ${String(page + 1)}` });
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

function tooLarge(name: string, pages: number, limits: ImageLimits): EngineError {
  return new EngineError('bad-input', `${name} has ${String(pages)} frames`, {
    remedy: `give at most ${String(limits.frames)} frames of at most ${String(Math.round(limits.decodedPixels / 1e6))} million pixels, e.g. every tenth one`,
  });
}
