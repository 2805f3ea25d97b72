/** Whether a path lies at or below another, by its words: no link is followed and no file is touched. */
import { dirname, isAbsolute, resolve } from 'node:path';

/** What two spellings of the same place have in common; undefined for what is no absolute path. */
export function placeOf(path: string, platform: NodeJS.Platform = process.platform): string | undefined {
  if (path.includes('\0') || !isAbsolute(path)) return undefined;
  const place = resolve(path);
  return platform === 'win32' ? place.toLowerCase() : place;
}

/** The one of `roots`, themselves places, that the path lies at or below. */
export function rootOf(roots: { has: (place: string) => boolean }, path: string): string | undefined {
  let place = placeOf(path);
  while (place !== undefined) {
    if (roots.has(place)) return place;
    const above = dirname(place);
    place = above === place ? undefined : above;
  }
  return undefined;
}
