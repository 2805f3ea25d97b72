/** From `--frames F...|DIR` to the frames of a video, in order. Opens no image. */
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ImageSource } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { isImageName } from '../files/image-names.ts';
import type { ImageFlags } from './image-options.ts';
import { UsageError } from './usage-error.ts';

export const framesOption = [
  '--frames <file|dir...>',
  'a video: its frames in order, the folder that holds them, or an animated GIF or WebP',
] as const;

/** Throws UsageError where a video is given beside images. */
export function refuseFramesBeside({
  frames,
  image,
  pixelValues,
}: ImageFlags & { readonly frames?: readonly string[] | undefined }): void {
  if (frames === undefined || (image === undefined && pixelValues === undefined)) return;
  throw new UsageError('--frames is a video and excludes --image and --pixel-values; give one of them.');
}

/** frame2 comes before frame10. */
const byNumber = new Intl.Collator('en', { numeric: true });

/** Files in the order given; a folder's images in the order of the numbers in their names. Throws `bad-input`. */
export async function readFrames(paths: readonly string[]): Promise<ImageSource[]> {
  const files = await Promise.all(paths.map(framesAt));
  return files.flat().map((path) => ({ kind: 'file', path }));
}

async function framesAt(path: string): Promise<string[]> {
  const absolute = resolve(path);
  const info = await stat(absolute).catch(() => undefined);
  if (!info?.isDirectory()) return [absolute];
  const names = await readdir(absolute).catch(() => []);
  const frames = names.filter(isImageName).sort((a, b) => byNumber.compare(a, b));
  if (frames.length === 0) {
    throw new EngineError('bad-input', `${path} holds no images`, {
      remedy: `give the folder of a video's frames`,
    });
  }
  return frames.map((name) => join(absolute, name));
}
