/** Where files lie that can be made again: a folder of the user's, by the platform's convention. Nothing else is kept there. */
import { userDirectory, type Surroundings } from './user-directory.ts';

/** DYMU_CACHE where it is set, else ~/Library/Caches, %LOCALAPPDATA% or $XDG_CACHE_HOME (~/.cache), in a folder of our own. */
export function userCacheDirectory(...where: Surroundings): string {
  const windows = { variable: 'LOCALAPPDATA', below: 'Local', inside: ['Cache'] };
  const others = { variable: 'XDG_CACHE_HOME', below: '.cache' };
  return userDirectory({ own: 'DYMU_CACHE', mac: 'Caches', windows, others }, ...where);
}
