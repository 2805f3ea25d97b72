/** Keeps the overlay in step with the choices: watches image and budget, asks the engine, latest wins. The only writer of `shown`. */
import type { CallOptions, Encoding, Engine } from '../../src-engine/engine.ts';
import { selectNewest } from '../state/selectors.ts';
import type { Shown } from '../state/stage-slice.ts';
import { encodingKey, type Deps } from './deps.ts';
import { countEncoding, keepEncoding, knownOf, requestOf, wishOf, type EncodeWish } from './encode-wish.ts';
import { engineDied, sentenceOf, wasAborted } from './engine-link.ts';
import { createLatest } from './latest.ts';

const patienceMs = 120;

export interface EncodeLoop {
  /** Asks again even if the wish is the same: after a restart of the engine, or with another model. */
  readonly refresh: () => void;
  readonly dispose: () => void;
}

export function createEncodeLoop(deps: Deps): EncodeLoop {
  const { store, link, traffic, activities, ahead, afterFrame } = deps;
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
      const call = { signal: AbortSignal.any([signal, stopped.signal]) };
      const asked = soonest(wish, engine, call);
      // The whole window hears of it: after the engine, which needs the time more.
      if (store.getState().encode.kind !== 'running') store.getState().setEncode({ kind: 'running' });
      const encoding = await asked;
      keepEncoding(deps, wish, encoding);
      present(wish, encoding, () => {
        if (number === runs) store.getState().setEncode({ kind: 'idle' }); // else another run has begun
      });
    } catch (error) {
      settleFailure(wish, error);
    } finally {
      activity.end();
      leave();
    }
  }

  /** What is on its way already, unless somebody else's work is before it. */
  async function soonest(wish: EncodeWish, engine: Engine, call: CallOptions): Promise<Encoding> {
    const coming = ahead.get(wish.key);
    const come =
      coming === undefined ? null : await Promise.race([coming.catch(() => null), sleep(patienceMs)]);
    return come ?? engine.encode(requestOf(wish), call);
  }

  /** On the stage first: a frame that waits for all of the window to be drawn anew is late under the hand that moves the slider. */
  function present(wish: EncodeWish, encoding: Encoding, seenBy: () => void = () => {}): void {
    const { choices, shown, setFresh } = store.getState();
    const { imageId, reading, requestKey: key } = wish;
    const fresh: Shown = { kind: 'live', imageId, reading, key, encoding };
    const seen =
      shown?.imageId === imageId &&
      shown.encoding !== encoding &&
      choices.selected === imageId &&
      supersedes(wish);
    if (seen) setFresh(fresh);
    const settle = () => {
      seenBy();
      if (!seen || store.getState().fresh === fresh) show(wish, encoding); // else a newer one is on the stage
    };
    if (seen) afterFrame(settle);
    else settle();
  }

  /** An overtaken result is nearer to the hand than what is on screen, unless the newest wish is there already. */
  function supersedes(wish: EncodeWish): boolean {
    const newest = selectNewest(store.getState());
    const overtaken = wish.encodingKey !== last?.encodingKey;
    return !overtaken || newest === null || encodingKey(newest.imageId, newest.key) !== last?.encodingKey;
  }

  function show(wish: EncodeWish, encoding: Encoding): void {
    countEncoding(deps, wish, encoding);
    const { setShown, choices, shown } = store.getState();
    if (choices.selected !== wish.imageId) return;
    if (!supersedes(wish)) return;
    if (shown?.imageId === wish.imageId && shown.encoding === encoding) return; // only scores were wished for, and they are there
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

  function follow(): void {
    const wish = link.ready === null ? null : wishOf(store.getState());
    if (wish === null) {
      last = null;
      return;
    }
    if (wish.key === last?.key) return;
    last = wish;
    const known = knownOf(deps, wish);
    if (known === undefined) {
      latest.ask(wish);
      return;
    }
    latest.cancel();
    traffic.enter()(); // the hand has moved: what nobody asked for rests anew
    present(wish, known);
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

function sleep(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
}
