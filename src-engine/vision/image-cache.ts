/** Remembers prepared images, so that a moving slider does not decode again. Holds no files open and survives no restart. */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ImageSource } from '../engine.ts';
import type { PreparedImage, ViewsSpec } from './prepare.ts';
import { prepareImage } from './prepare.ts';
import { statFile } from './read-source.ts';

export interface ImageCache {
  /** As `prepareImage`, at once where the same file (path, time, size) or bytes were prepared with the same spec. */
  prepare(source: ImageSource, spec: ViewsSpec): Promise<PreparedImage>;
  clear(): void;
}

/** About 120 images of 336 x 336 pixels. */
const defaultBytes = 160 * 1024 * 1024;

async function identity(source: ImageSource): Promise<string> {
  if (source.kind === 'bytes') return `sha1:${createHash('sha1').update(source.bytes).digest('hex')}`;
  const { mtimeMs, size } = await statFile(source.path);
  return JSON.stringify([source.kind, source.path, mtimeMs, size]);
}

function bytesOf({ views }: PreparedImage): number {
  return views.reduce((sum, { pixels }) => sum + pixels.byteLength, 1);
}

/** `maxBytes` counts pixel values; the image used longest ago goes first. */
export function createImageCache(maxBytes: number = defaultBytes): ImageCache {
  const images = new LRUCache<string, PreparedImage>({ maxSize: maxBytes, sizeCalculation: bytesOf });
  return {
    async prepare(source, spec) {
      const key = `${await identity(source)} ${JSON.stringify(spec)}`;
      const known = images.get(key);
      if (known) return known;
      const prepared = await prepareImage(source, spec);
      images.set(key, prepared);
      return prepared;
    },
    clear: () => images.clear(),
  };
}
