/** Idle tasks: the budgets beside the chosen one, encoded while the hand rests, so that a step of the slider finds its tokens. */
import { shallow } from 'zustand/shallow';
import type { CallOptions, Engine } from '../../../src-engine/engine.ts';
import { fitTokens, methodInUse, rangeOf } from '../../state/budget.ts';
import { steeredReduction } from '../../state/regions/budgets.ts';
import { noRegions } from '../../state/regions/list.ts';
import { regionsOf } from '../../state/regions/selectors.ts';
import { selectModelInfo, selectShown } from '../../state/selectors.ts';
import type { AppState } from '../../state/store.ts';
import { isOneOfSeveral } from '../../state/subject.ts';
import type { Deps } from '../deps.ts';
import { keepEncoding, knownOf, requestOf, wishOf, type EncodeWish } from '../encode-wish.ts';
import { engineDied, wasAborted } from '../engine-link.ts';
import type { IdleTaskSource } from '../scheduler.ts';

/** An encoding that takes longer [ms] holds up the hand that comes back more than it spares it: what runs is not put aside within a view. */
const longestMs = 150;

export function budgetsBesideTasks(
  deps: Pick<Deps, 'store' | 'link' | 'traffic' | 'encodings' | 'ahead'>,
): IdleTaskSource {
  const { store, link, traffic, ahead } = deps;
  const hopeless = new Set<string>();
  let upwards = true; // where the hand went last

  function wishes(state: AppState): readonly EncodeWish[] {
    const shown = selectShown(state);
    const now = wishOf(state);
    if (state.view !== 'explore' || shown?.kind !== 'live' || shown.key !== now?.requestKey) return [];
    const { encodeMs, projectMs } = shown.encoding.timings;
    if (encodeMs + projectMs > longestMs) return [];
    return besides(state, upwards);
  }

  async function encode(wish: EncodeWish, engine: Engine, call: CallOptions): Promise<void> {
    const stopped = new AbortController();
    // The hand may be on its way to this very budget: then it waits for what is left of it.
    const deaf = traffic.listen((now) => {
      if (now === 'busy' && !isNear(store.getState(), wish)) stopped.abort();
    });
    const signals = call.signal === undefined ? [] : [call.signal];
    const asked = engine.encode(requestOf(wish), {
      ...call,
      signal: AbortSignal.any([stopped.signal, ...signals]),
    });
    ahead.set(wish.key, asked);
    try {
      keepEncoding(deps, wish, await asked);
    } catch (error) {
      if (wasAborted(error) || engineDied(error)) throw error;
      hopeless.add(wish.key); // said in words when the user comes to that budget
    } finally {
      deaf();
      ahead.delete(wish.key);
    }
  }

  return {
    next: () => {
      if (link.ready === null) return null;
      const wish = wishes(store.getState()).find(
        (each) => knownOf(deps, each) === undefined && !hopeless.has(each.key),
      );
      if (wish === undefined) return null;
      return {
        key: `beside\n${wish.key}`,
        urgency: 'near',
        run: (engine, call) => encode(wish, engine, call),
      };
    },
    watch: (wake) => {
      const stops = [
        store.subscribe(
          ({ choices }) => choices.tokens,
          (tokens, before) => (upwards = tokens > before),
        ),
        store.subscribe(({ shown, view }) => ({ shown, view }), wake, { equalityFn: shallow }),
      ];
      return () => stops.forEach((stop) => stop());
    },
  };
}

/** The chosen budget, and what a step or two of the hand would ask for: on the way that it went, then back. */
function besides(state: AppState, upwards: boolean): readonly EncodeWish[] {
  const info = selectModelInfo(state);
  const { choices } = state;
  if (info === null || choices.selected === null) return [];
  const range = rangeOf(methodInUse(choices, info), info);
  const at = fitTokens(choices.tokens, range);
  const way = upwards ? 1 : -1;
  const regions = isOneOfSeveral(state, choices.selected) ? noRegions : regionsOf(state, choices.selected);
  return [way, 2 * way, -way].flatMap((step) => {
    const tokens = fitTokens(at + step, range);
    // All tokens are encoded by a graph of their own, whose weights nobody needs in memory before they are asked for.
    if (tokens !== at + step || tokens >= range.max) return [];
    return wishOf(state, steeredReduction({ ...choices, tokens, thresholds: null }, info, regions)) ?? [];
  });
}

function isNear(state: AppState, { key }: EncodeWish): boolean {
  const near = [wishOf(state), ...besides(state, true)];
  return near.some((wish) => wish?.key === key);
}
