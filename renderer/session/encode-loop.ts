/** Keeps the overlay in step with the choices: watches image and budget, asks the engine, latest wins. The only writer of `shown`. */
import type { Encoding, ImageSource, ReductionRequest } from '../../src-engine/engine.ts';
import { readAs, readingKey } from '../state/reading.ts';
import { reductionKey, requestKey } from '../state/run.ts';
import { selectImage, selectReading, selectReduction, selectScoresWanted } from '../state/selectors.ts';
import { encodingKey, type Deps } from './deps.ts';
import { engineDied, sentenceOf, wasAborted } from './engine-link.ts';
import { createLatest, type Keyed } from './latest.ts';

interface EncodeWish extends Keyed {
  /** What it is known by: the same with and without scores. */
  readonly encodingKey: string;
  readonly scores: boolean;
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
  let last: EncodeWish | null = null;

  const latest = createLatest<EncodeWish>({ run, patienceMs });

  async function run(wish: EncodeWish, signal: AbortSignal): Promise<void> {
    const engine = link.ready;
    if (engine === null) return;
    const leave = traffic.enter();
    const stopped = new AbortController();
    const activity = activities.begin(`Encoding ${wish.name}`, () => stopped.abort());
    store.getState().setEncode({ kind: 'running' });
    try {
      const { image, reduction, scores } = wish;
      const encoding = await engine.encode(
        { image, reduction, ...(scores ? { scores } : {}) },
        { signal: AbortSignal.any([signal, stopped.signal]) },
      );
      encodings.set(wish.encodingKey, encoding);
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
    const overtaken = wish.encodingKey !== last?.encodingKey;
    if (overtaken && shown !== null && encodingKey(shown.imageId, shown.key) === last?.encodingKey) return;
    if (shown?.encoding === encoding) return; // only scores were wished for, and they are there
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
    const known = encodingKey(image.id, key);
    const scores = selectScoresWanted(state);
    return {
      key: scores ? `${known} with scores` : known,
      encodingKey: known,
      scores,
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
      last = null;
      return;
    }
    if (wish.key === last?.key) return;
    last = wish;
    const known = encodings.get(wish.encodingKey);
    if (known === undefined || (wish.scores && !hasScores(known))) {
      latest.ask(wish);
      return;
    }
    latest.cancel();
    show(wish, known);
  }

  const stops = [store.subscribe(follow), link.listen(follow)];
  return {
    refresh: () => {
      last = null;
      follow();
    },
    dispose: () => {
      stops.forEach((stop) => stop());
      latest.cancel();
    },
  };
}

function hasScores({ views }: Encoding): boolean {
  return views.every(({ scores }) => scores !== undefined);
}
