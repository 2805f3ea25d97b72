/** Keeps the overlay in step with the choices: watches image and budget, asks the engine, latest wins. The only writer of `shown`. */
import type { Encoding, ImageSource, PictureRole, ReductionRequest } from '../../src-engine/engine.ts';
import { readAs, readingKey } from '../state/reading.ts';
import {
  requestKeyOf,
  roleOf,
  selectImage,
  selectReading,
  selectReduction,
  selectScoresWanted,
} from '../state/selectors.ts';
import type { Shown } from '../state/stage-slice.ts';
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
  readonly role?: PictureRole;
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
  const { store, link, traffic, activities, encodings, afterFrame } = deps;
  let last: EncodeWish | null = null;
  let runs = 0;

  const latest = createLatest<EncodeWish>({ run, patienceMs });

  async function run(wish: EncodeWish, signal: AbortSignal): Promise<void> {
    const engine = link.ready;
    if (engine === null) return;
    const leave = traffic.enter();
    const stopped = new AbortController();
    const activity = activities.begin(`Encoding ${wish.name}`, () => stopped.abort());
    const number = ++runs;
    try {
      const { image, reduction, role, scores } = wish;
      const asked = engine.encode(
        { image, reduction, ...(role === undefined ? {} : { role }), ...(scores ? { scores } : {}) },
        { signal: AbortSignal.any([signal, stopped.signal]) },
      );
      // The whole window hears of it: after the engine, which needs the time more.
      if (store.getState().encode.kind !== 'running') store.getState().setEncode({ kind: 'running' });
      const encoding = await asked;
      encodings.set(wish.encodingKey, encoding);
      present(wish, encoding, number);
    } catch (error) {
      settleFailure(wish, error);
    } finally {
      activity.end();
      leave();
    }
  }

  /** On the stage first: a frame that waits for all of the window to be drawn anew is late under the hand that moves the slider. */
  function present(wish: EncodeWish, encoding: Encoding, number: number): void {
    const { choices, shown, setFresh } = store.getState();
    const { imageId, reading, requestKey: key } = wish;
    const fresh: Shown = { kind: 'live', imageId, reading, key, encoding };
    const seen = shown?.imageId === imageId && choices.selected === imageId && supersedes(wish);
    if (seen) setFresh(fresh);
    const settle = () => {
      if (number === runs) store.getState().setEncode({ kind: 'idle' }); // else another run has begun
      if (!seen || store.getState().fresh === fresh) show(wish, encoding); // else a newer one is on the stage
    };
    if (seen) afterFrame(settle);
    else settle();
  }

  /** An overtaken result is nearer to the hand than what is on screen, unless the newest wish is there already. */
  function supersedes(wish: EncodeWish): boolean {
    const { shown } = store.getState();
    const overtaken = wish.encodingKey !== last?.encodingKey;
    return !overtaken || shown === null || encodingKey(shown.imageId, shown.key) !== last?.encodingKey;
  }

  function show(wish: EncodeWish, encoding: Encoding): void {
    const { setCount, setShown, choices, shown } = store.getState();
    const { tokens, fullTokens } = encoding;
    setCount(wish.imageId, { tokens, fullTokens, key: wish.requestKey });
    if (choices.selected !== wish.imageId) return;
    if (!supersedes(wish)) return;
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
    const key = requestKeyOf(state, image.id);
    if (key === null) return null;
    const role = roleOf(state, image.id);
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
      ...(role === 'alone' ? {} : { role }),
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
