/** Jobs: how many tokens each image of the shelf keeps at the present budget. */
import { shallow } from 'zustand/shallow';
import type { CallOptions, Engine, ReductionRequest } from '../../../src-engine/engine.ts';
import { reductionKey } from '../../state/run.ts';
import { selectReduction, selectReductionKey } from '../../state/selectors.ts';
import type { ShelfImage } from '../../state/shelf-slice.ts';
import { encodingKey, type Deps } from '../deps.ts';
import { engineDied, wasAborted } from '../engine-link.ts';
import type { JobSource } from '../scheduler.ts';

export function tokenCountJobs({
  store,
  link,
  encodings,
}: Pick<Deps, 'store' | 'link' | 'encodings'>): JobSource {
  const hopeless = new Set<string>();

  async function count(
    image: ShelfImage,
    reduction: ReductionRequest,
    engine: Engine,
    call: CallOptions,
  ): Promise<void> {
    const key = reductionKey(reduction);
    const cacheKey = encodingKey(image.id, key);
    try {
      const known = encodings.get(cacheKey);
      const encoding = known ?? (await engine.encode({ image: image.source, reduction }, call));
      encodings.set(cacheKey, encoding);
      const { tokens, fullTokens } = encoding;
      store.getState().setCount(image.id, { tokens, fullTokens, key });
    } catch (error) {
      if (wasAborted(error) || engineDied(error)) throw error;
      hopeless.add(cacheKey); // said in words when the user opens that image
    }
  }

  return {
    next: () => {
      const state = store.getState();
      const reduction = selectReduction(state);
      if (reduction === null || link.ready === null) return null;
      const key = reductionKey(reduction);
      const uncounted = state.images.find(
        ({ id, thumbnail }) =>
          thumbnail.kind === 'ready' && state.counts[id]?.key !== key && !hopeless.has(encodingKey(id, key)),
      );
      if (uncounted === undefined) return null;
      return {
        key: `count\n${encodingKey(uncounted.id, key)}`,
        urgency: 'idle',
        run: (engine, call) => count(uncounted, reduction, engine, call),
      };
    },
    watch: (wake) =>
      store.subscribe((state) => ({ images: state.images, key: selectReductionKey(state) }), wake, {
        equalityFn: shallow,
      }),
  };
}
