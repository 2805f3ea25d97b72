/** Small pictures of the questions in sight, made in the background and kept for a while. */
import { LRUCache } from 'lru-cache';
import type { ImageSource } from '../../../src-engine/engine.ts';
import type { Deps } from '../deps.ts';
import { engineDied, wasAborted } from '../engine-link.ts';

export interface SmallPictures {
  /** Blob URL; null while it is not there, undefined where there will be none. Asking for it has it made. */
  readonly of: (path: string) => string | null | undefined;
  readonly listen: (listener: () => void) => () => void;
  /** Counts changes. */
  readonly version: () => number;
  readonly dispose: () => void;
}

const side = 160; // px, enough for a row on a dense screen
const most = 400;

export function createSmallPictures({ link }: Pick<Deps, 'link'>): SmallPictures {
  const made = new LRUCache<string, { readonly url: string | undefined }>({
    max: most,
    dispose: ({ url }) => url !== undefined && URL.revokeObjectURL(url),
  });
  const wanted: string[] = []; // the newest last: what was scrolled past can wait
  const stop = new AbortController();
  const listeners = new Set<() => void>();
  let version = 0;
  let busy = false;

  async function work(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      for (let path = wanted.pop(); path !== undefined; path = wanted.pop()) {
        const engine = link.connected;
        if (engine === null || stop.signal.aborted) break;
        const source: ImageSource = { kind: 'file', path };
        try {
          const call = { signal: stop.signal, urgency: 'background' } as const;
          const { png } = await engine.preview(source, side, call);
          const blob = new Blob([new Uint8Array(png)], { type: 'image/png' });
          made.set(path, { url: URL.createObjectURL(blob) });
        } catch (error) {
          if (wasAborted(error) || engineDied(error)) break;
          made.set(path, { url: undefined });
        }
        version += 1;
        listeners.forEach((listener) => listener());
      }
    } finally {
      busy = false;
    }
  }

  return {
    of: (path) => {
      const found = made.get(path);
      if (found !== undefined) return found.url;
      if (!wanted.includes(path)) {
        wanted.push(path);
        if (wanted.length > most) wanted.shift();
        queueMicrotask(() => void work());
      }
      return null;
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    version: () => version,
    dispose: () => {
      stop.abort();
      made.clear();
    },
  };
}
