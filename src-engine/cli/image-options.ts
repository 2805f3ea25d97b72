/** The options that name images, checked for what belongs together. Nothing is opened here. */
import { resolve } from 'node:path';
import type { ImageSource } from '../engine.ts';
import { UsageError } from './usage-error.ts';

export interface ImageFlags {
  readonly image?: readonly string[] | undefined;
  readonly pixelValues?: string | undefined;
}

/** Throws UsageError unless exactly one of --image and --pixel-values is there. */
export function readImages(flags: ImageFlags): [ImageSource, ...ImageSource[]] {
  const files = flags.image ?? [];
  if (flags.pixelValues === undefined) {
    const [first, ...others] = files.map((path) => ({ kind: 'file', path: resolve(path) }) as const);
    if (first === undefined) throw new UsageError('Give an image with --image FILE.');
    return [first, ...others];
  }
  if (files.length > 0)
    throw new UsageError('--image and --pixel-values exclude each other; give one of them.');
  return [{ kind: 'pixel-values', path: resolve(flags.pixelValues) }];
}

/** As `readImages`, for commands that take one image. */
export function readOneImage(flags: ImageFlags, command: string): ImageSource {
  const [first, ...others] = readImages(flags);
  if (others.length > 0) throw new UsageError(`dymu ${command} takes one image.`);
  return first;
}
