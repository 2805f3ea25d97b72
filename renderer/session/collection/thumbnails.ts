/** Thumbnails of a collection: made by the engine for the rows in sight, kept while there is room. Components subscribe to single ones, so that a new picture draws one tile. */
import { LRUCache } from 'lru-cache';
import type { Preview } from '../../../src-engine/engine.ts';

export type TileThumbnail =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'ready'; readonly url: string }
  | { readonly kind: 'failed' };

export interface Thumbnails {
  /** The same object until it changes. */
  readonly of: (path: string) => TileThumbnail;
  readonly listen: (path: string, listener: () => void) => () => void;
  /** What is on screen now, first things first; calls those that wait for it. */
  readonly show: (paths: readonly string[]) => void;
  readonly onShow: (listener: () => void) => () => void;
  /** The first one in sight that has no thumbnail. */
  readonly missing: () => string | null;
  readonly put: (path: string, preview: Preview) => void;
  readonly fail: (path: string) => void;
  /** Another folder. */
  readonly clear: () => void;
}

const bytesKept = 48_000_000; // of files; the browser drops decoded ones by itself
const waiting: TileThumbnail = { kind: 'waiting' };
const failed: TileThumbnail = { kind: 'failed' };

export function createThumbnails(): Thumbnails {
  const listeners = new Map<string, Set<() => void>>();
  const watchers = new Set<() => void>();
  const hopeless = new Set<string>();
  let inSight: readonly string[] = [];
  const kept = new LRUCache<
    string,
    { readonly thumbnail: TileThumbnail & { kind: 'ready' }; readonly bytes: number }
  >({
    maxSize: bytesKept,
    sizeCalculation: ({ bytes }) => bytes,
    dispose: ({ thumbnail }, path, reason) => {
      URL.revokeObjectURL(thumbnail.url);
      if (reason === 'evict') tell(path);
    },
  });

  function tell(path: string): void {
    listeners.get(path)?.forEach((listener) => listener());
  }

  return {
    of: (path) => kept.get(path)?.thumbnail ?? (hopeless.has(path) ? failed : waiting),
    listen: (path, listener) => {
      const those = listeners.get(path) ?? new Set();
      those.add(listener);
      listeners.set(path, those);
      return () => {
        those.delete(listener);
        if (those.size === 0) listeners.delete(path);
      };
    },
    show: (paths) => {
      inSight = paths;
      watchers.forEach((watcher) => watcher());
    },
    onShow: (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    missing: () => inSight.find((path) => !kept.has(path) && !hopeless.has(path)) ?? null,
    put: (path, { png }) => {
      const url = URL.createObjectURL(new Blob([new Uint8Array(png)], { type: 'image/png' }));
      kept.set(path, { thumbnail: { kind: 'ready', url }, bytes: png.byteLength });
      tell(path);
    },
    fail: (path) => {
      hopeless.add(path);
      tell(path);
    },
    clear: () => {
      inSight = [];
      hopeless.clear();
      kept.clear();
    },
  };
}
