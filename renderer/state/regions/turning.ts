/** Regions when pictures are read in another orientation: they turn with what they were drawn on, in the same step of the history. */
import type { ImageRoute } from '../../../src-engine/engine.ts';
import { turnedShape } from '../../overlay/regions/turning.ts';
import type { Choices } from '../choices-slice.ts';
import { readingKey, readingOf } from '../reading.ts';
import type { AppState, AppStore } from '../store.ts';
import type { OwnRegions } from './list.ts';

/** All regions as they are with other readings. Of pictures that have not been read yet nobody knows how they stand; theirs stay. */
export function turnedRegions(
  { choices, facts }: Pick<AppState, 'choices' | 'facts'>,
  next: Pick<Choices, 'readings' | 'imageRoute'>,
): OwnRegions {
  const entries = Object.entries(choices.regions).map(([id, regions]) => {
    const now = facts[id]?.[readingKey(readingOf(choices, id))];
    if (now === undefined) return [id, regions] as const;
    const { orientation, storedOrientation } = now.reading;
    const usual = next.imageRoute === 'path' ? storedOrientation : 1;
    const wanted = next.readings[id]?.orientation ?? usual;
    if (wanted === orientation) return [id, regions] as const;
    return [
      id,
      regions.map((region) => ({ ...region, shape: turnedShape(region.shape, orientation, wanted, now) })),
    ] as const;
  });
  return entries.some(([id, regions]) => regions !== choices.regions[id])
    ? Object.fromEntries(entries)
    : choices.regions;
}

/** Other readings of pictures. Patches are others afterwards, so that nothing stays pinned. */
export function readOtherwise(
  store: AppStore,
  change: Partial<Pick<Choices, 'readings' | 'imageRoute'>>,
): void {
  const state = store.getState();
  const { readings, imageRoute } = state.choices;
  const next = { readings, imageRoute, ...change };
  state.choose({ ...change, regions: turnedRegions(state, next), pin: null });
}

export function chooseImageRoute(store: AppStore, imageRoute: ImageRoute): void {
  readOtherwise(store, { imageRoute });
}
