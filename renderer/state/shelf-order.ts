/** In which order the shelf shows its pictures, and what it says of them together. Pure. */
import type { ShelfImage, TokenCount } from './shelf-slice.ts';

export const shelfSorts = ['tokens', 'name', 'opened'] as const;
export type ShelfSort = (typeof shelfSorts)[number];

/** Of a video its first frame stands for all. */
export function shelfEntries(images: readonly ShelfImage[]): readonly ShelfImage[] {
  const firsts = new Map<string, ShelfImage>();
  for (const image of images) {
    if (image.frame === undefined) continue;
    const first = firsts.get(image.frame.video);
    if (first === undefined || image.frame.index < (first.frame?.index ?? 0))
      firsts.set(image.frame.video, image);
  }
  return images.filter((image) => image.frame === undefined || firsts.get(image.frame.video) === image);
}

/** By tokens: most first, those that are not counted yet behind. Equal ones stay as they were opened. */
export function sortedShelf(
  images: readonly ShelfImage[],
  counts: Readonly<Record<string, TokenCount>>,
  sort: ShelfSort,
): readonly ShelfImage[] {
  switch (sort) {
    case 'opened':
      return images;
    case 'name':
      return images.toSorted((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
    case 'tokens': {
      const tokens = (image: ShelfImage) => counts[image.id]?.tokens ?? -1;
      return images.toSorted((a, b) => tokens(b) - tokens(a)); // the sort is stable
    }
  }
}

/** The order on screen while somebody is busy in the list: nothing moves, what is new comes last, what was closed goes. */
export function heldOrder(shown: readonly string[], wanted: readonly string[]): readonly string[] {
  const there = new Set(wanted);
  const before = new Set(shown);
  return [...shown.filter((id) => there.has(id)), ...wanted.filter((id) => !before.has(id))];
}

export interface OwnMean {
  readonly pictures: number; // of the user's own
  readonly counted: number; // of those, at the budget that is chosen
  readonly mean: number; // tokens
}

/** Of the user's own pictures, samples left out; null without any. @param keyOf the request that each is asked for now */
export function meanOfOwn(
  images: readonly ShelfImage[],
  counts: Readonly<Record<string, TokenCount>>,
  keyOf: (id: string) => string | null,
): OwnMean | null {
  const own = images.filter(({ kind, frame }) => kind === 'own' && frame === undefined);
  if (own.length === 0) return null;
  const tokens = own.flatMap(({ id }) => {
    const count = counts[id];
    return count === undefined || count.key !== keyOf(id) ? [] : [count.tokens];
  });
  const sum = tokens.reduce((total, each) => total + each, 0);
  return {
    pictures: own.length,
    counted: tokens.length,
    mean: tokens.length === 0 ? 0 : sum / tokens.length,
  };
}
