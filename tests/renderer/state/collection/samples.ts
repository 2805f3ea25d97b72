/** A small collection as the engine tells it. */
import type { Collection, CollectionImage } from '../../../../src-engine/engine.ts';
import { emptyColumns, withChanges, type Columns } from '../../../../renderer/state/collection/columns.ts';

export function imageOf(id: number, path: string, changes: Partial<CollectionImage> = {}): CollectionImage {
  return {
    id,
    path,
    width: 100,
    height: 50,
    bytes: 500 * id,
    modifiedMs: 0,
    views: 1,
    fullTokens: 256,
    counts: [10 * id, 20 * id],
    asked: [],
    ...changes,
  };
}

const point = (mean: number) => ({ target: mean, mean, std: 1, quantiles: [] });

export function answerOf(images: readonly CollectionImage[], changes: Partial<Collection> = {}): Collection {
  return {
    source: '/pictures',
    model: 'pocket',
    method: 'dymu',
    revision: 'r1',
    whole: true,
    more: false,
    points: [point(40), point(80)],
    images,
    gone: [],
    following: { kind: 'watched' },
    unread: 0,
    unreadable: [],
    unreadableTotal: 0,
    interpolation: null,
    notes: [],
    ...changes,
  };
}

export function columnsOf(images: readonly CollectionImage[], changes: Partial<Collection> = {}): Columns {
  return withChanges(emptyColumns('/pictures'), answerOf(images, changes), new Map());
}
