/** Idle tasks: how many tokens each image of the shelf keeps at the present budget; those that the question is about come first. */
import { shallow } from 'zustand/shallow';
import type { CallOptions, Engine, ReductionRequest } from '../../../src-engine/engine.ts';
import {
  keyOfRequest,
  reductionOf,
  requestKeyOf,
  selectModelInfo,
  selectReductionKey,
} from '../../state/selectors.ts';
import { selectSubject, subjectFirst } from '../../state/subject.ts';
import type { ShelfImage } from '../../state/shelf-slice.ts';
import { encodingKey, type Deps } from '../deps.ts';
import { askedOf, countEncoding, countRequestOf, keepEncoding } from '../encode-wish.ts';
import { engineDied, wasAborted } from '../engine-link.ts';
import type { IdleTaskSource } from '../scheduler.ts';

export function tokenCountTasks({
  store,
  link,
  encodings,
}: Pick<Deps, 'store' | 'link' | 'encodings'>): IdleTaskSource {
  const hopeless = new Set<string>();

  async function count(
    image: ShelfImage,
    reduction: ReductionRequest,
    engine: Engine,
    call: CallOptions,
  ): Promise<void> {
    const state = store.getState();
    const asked = askedOf(state, image.id, reduction);
    const cacheKey = encodingKey(image.id, keyOfRequest(state, image.id, reduction));
    try {
      const known = encodings.get(cacheKey);
      const encoding = known ?? (await engine.encode(countRequestOf(asked), call));
      keepEncoding({ encodings }, asked, encoding);
      countEncoding({ store }, asked, encoding);
    } catch (error) {
      if (wasAborted(error) || engineDied(error)) throw error;
      hopeless.add(cacheKey); // said in words when the user opens that image
    }
  }

  return {
    next: () => {
      const state = store.getState();
      if (link.ready === null || selectModelInfo(state) === null) return null;
      const keyOf = (id: string) => requestKeyOf(state, id) ?? '';
      const uncounted = subjectFirst(state).find(
        ({ id, thumbnail }) =>
          thumbnail.kind === 'ready' &&
          state.counts[id]?.key !== keyOf(id) &&
          !hopeless.has(encodingKey(id, keyOf(id))),
      );
      const reduction = uncounted === undefined ? null : reductionOf(state, uncounted.id);
      if (uncounted === undefined || reduction === null) return null;
      return {
        key: `count\n${encodingKey(uncounted.id, keyOf(uncounted.id))}`,
        urgency: 'idle',
        run: (engine, call) => count(uncounted, reduction, engine, call),
      };
    },
    watch: (wake) =>
      store.subscribe(
        (state) => ({
          images: state.images,
          key: selectReductionKey(state),
          route: state.choices.imageRoute,
          readings: state.choices.readings,
          regions: state.choices.regions,
          model: state.model,
          subject: selectSubject(state),
        }),
        wake,
        { equalityFn: shallow },
      ),
  };
}
