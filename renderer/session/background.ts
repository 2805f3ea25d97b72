/** Thumbnails and token counts of the shelf, in the background: starts only when the user waits for nothing, gives way at once. */
import type { Engine, ReductionRequest } from '../../src-engine/engine.ts';
import { reductionKey } from '../state/run.ts';
import { selectReduction } from '../state/selectors.ts';
import type { ShelfImage } from '../state/shelf-slice.ts';
import { encodingKey, type Deps } from './deps.ts';
import { engineDied, sentenceOf, wasAborted } from './engine-link.ts';
import { thumbnailSide, toThumbnail } from './pictures.ts';

/** A pause after the user's own work, so that a moving slider never finds the engine busy. */
const restMs = 250;

type Task = (engine: Engine, signal: AbortSignal) => Promise<void>;

type Extent = 'thumbnails' | 'all';

export interface Background {
  /** Makes thumbnails without the pause; resolves when all are there or the user came first. */
  readonly thumbnails: () => Promise<void>;
  readonly dispose: () => void;
}

export function createBackground({ store, link, traffic, encodings }: Deps): Background {
  const hopeless = new Set<string>();
  let running = false;
  let disposed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let controller: AbortController | null = null;

  function nextTask(what: Extent): Task | null {
    if (disposed) return null;
    const state = store.getState();
    const bare = state.images.find((image) => image.thumbnail.kind === 'waiting');
    if (bare !== undefined) return (engine, signal) => makeThumbnail(bare, engine, signal);
    const reduction = selectReduction(state);
    if (what === 'thumbnails' || reduction === null || link.ready === null) return null;
    const key = reductionKey(reduction);
    const uncounted = state.images.find(
      (image) =>
        image.thumbnail.kind === 'ready' &&
        state.counts[image.id]?.key !== key &&
        !hopeless.has(encodingKey(image.id, key)),
    );
    if (uncounted === undefined) return null;
    return (engine, signal) => count(uncounted, reduction, engine, signal);
  }

  async function count(
    image: ShelfImage,
    reduction: ReductionRequest,
    engine: Engine,
    signal: AbortSignal,
  ): Promise<void> {
    const key = reductionKey(reduction);
    const cacheKey = encodingKey(image.id, key);
    try {
      const known = encodings.get(cacheKey);
      const encoding = known ?? (await engine.encode({ image: image.source, reduction }, { signal }));
      encodings.set(cacheKey, encoding);
      const { tokens, fullTokens } = encoding;
      store.getState().setCount(image.id, { tokens, fullTokens, key });
    } catch (error) {
      if (wasAborted(error) || engineDied(error)) throw error;
      hopeless.add(cacheKey); // said in words when the user opens that image
    }
  }

  async function makeThumbnail(image: ShelfImage, engine: Engine, signal: AbortSignal): Promise<void> {
    const { setThumbnail } = store.getState();
    try {
      setThumbnail(image.id, toThumbnail(await engine.preview(image.source, thumbnailSide, { signal })));
    } catch (error) {
      if (wasAborted(error) || engineDied(error)) throw error;
      setThumbnail(image.id, { kind: 'failed', message: sentenceOf(error).text });
    }
  }

  async function pump(what: Extent = 'all'): Promise<void> {
    if (running || disposed) return;
    running = true;
    try {
      while (!traffic.busy) {
        const engine = link.connected;
        const task = nextTask(what);
        if (engine === null || task === null) break;
        controller = new AbortController();
        await task(engine, controller.signal);
      }
    } catch (error) {
      if (!wasAborted(error) && !engineDied(error)) throw error; // the user came first, or the engine has gone
    } finally {
      controller = null;
      running = false;
    }
  }

  function rest(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void pump(), restMs);
  }

  const stops = [
    traffic.listen((state) => {
      if (state === 'idle') {
        rest();
        return;
      }
      clearTimeout(timer);
      controller?.abort();
    }),
    link.listen(rest),
    store.subscribe((state, before) => {
      if (state.images !== before.images || state.choices !== before.choices) rest();
    }),
  ];

  return {
    thumbnails: () => pump('thumbnails'),
    dispose: () => {
      disposed = true;
      clearTimeout(timer);
      controller?.abort();
      stops.forEach((stop) => stop());
    },
  };
}
