/** Keeps the overlay in step with the choices: watches image and budget, asks the engine, latest wins. The only writer of `shown`. */
import type { Encoding, ImageSource, ReductionRequest } from '../../src-engine/engine.ts';
import { readAs, readingKey } from '../state/reading.ts';
import { reductionKey, requestKey } from '../state/run.ts';
import { selectImage, selectReading, selectReduction } from '../state/selectors.ts';
import { encodingKey, type Deps } from './deps.ts';
import { engineDied, sentenceOf, wasAborted } from './engine-link.ts';
import { createLatest, type Keyed } from './latest.ts';

interface EncodeWish extends Keyed {
  readonly imageId: string;
  readonly name: string;
  readonly image: ImageSource;
  readonly reduction: ReductionRequest;
  readonly requestKey: string;
  readonly reading: string;
}

const patienceMs = 120;

export interface EncodeLoop {
  /** Asks again even if the wish is the same: after a restart of the engine, or with another model. */
  readonly refresh: () => void;
  readonly dispose: () => void;
}

export function createEncodeLoop(deps: Deps): EncodeLoop {
  const { store, link, traffic, activities, encodings } = deps;
  let last = '';

  const latest = createLatest<EncodeWish>({ run, patienceMs });

  async function run(wish: EncodeWish, signal: AbortSignal): Promise<void> {
    const engine = link.ready;
    if (engine === null) return;
    const leave = traffic.enter();
    const stopped = new AbortController();
    const activity = activities.begin(`Encoding ${wish.name}`, () => stopped.abort());
    store.getState().setEncode({ kind: 'running' });
    try {
      const { image, reduction } = wish;
      const encoding = await engine.encode(
        { image, reduction },
        { signal: AbortSignal.any([signal, stopped.signal]) },
      );
      encodings.set(wish.key, encoding);
      show(wish, encoding);
      store.getState().setEncode({ kind: 'idle' });
    } catch (error) {
      settleFailure(wish, error);
    } finally {
      activity.end();
      leave();
    }
  }

  function show(wish: EncodeWish, encoding: Encoding): void {
    const { setCount, setShown, choices, shown } = store.getState();
    const { tokens, fullTokens } = encoding;
    setCount(wish.imageId, { tokens, fullTokens, key: wish.requestKey });
    if (choices.selected !== wish.imageId) return;
    // An overtaken result is nearer to the hand than what is on screen, unless the newest wish is there already.
    const overtaken = wish.key !== last;
    if (overtaken && shown !== null && encodingKey(shown.imageId, shown.key) === last) return;
    const { imageId, reading, requestKey: key } = wish;
    setShown({ kind: 'live', imageId, reading, key, encoding });
  }

  function settleFailure(wish: EncodeWish, error: unknown): void {
    const { setEncode, notify } = store.getState();
    if (wasAborted(error) || engineDied(error)) {
      setEncode({ kind: 'idle' });
      return;
    }
    const { text, detail } = sentenceOf(error);
    setEncode({ kind: 'failed', message: text });
    if (store.getState().choices.selected === wish.imageId) notify('error', text, { detail });
  }

  function wishNow(): EncodeWish | null {
    const state = store.getState();
    const image = selectImage(state);
    const reduction = selectReduction(state);
    if (image === null || reduction === null || link.ready === null) return null;
    const reading = selectReading(state);
    const key = requestKey(reductionKey(reduction), reading);
    return {
      key: encodingKey(image.id, key),
      imageId: image.id,
      name: image.name,
      image: readAs(image.source, reading),
      reading: readingKey(reading),
      reduction,
      requestKey: key,
    };
  }

  function follow(): void {
    const wish = wishNow();
    if (wish === null) {
      last = '';
      return;
    }
    if (wish.key === last) return;
    last = wish.key;
    const known = encodings.get(wish.key);
    if (known === undefined) {
      latest.ask(wish);
      return;
    }
    latest.cancel();
    show(wish, known);
  }

  const stops = [store.subscribe(follow), link.listen(follow)];
  return {
    refresh: () => {
      last = '';
      follow();
    },
    dispose: () => {
      stops.forEach((stop) => stop());
      latest.cancel();
    },
  };
}
