/** Where what the user has worked for is kept: a folder of the user's, by the platform's convention. Nothing in it can be made again for nothing. */
import { userDirectory, type Surroundings } from './user-directory.ts';

/** DYMU_DATA where it is set, else ~/Library/Application Support, %APPDATA% or $XDG_DATA_HOME (~/.local/share), in a folder of our own. */
export function userDataDirectory(...where: Surroundings): string {
  const windows = { variable: 'APPDATA', below: 'Roaming', inside: [] };
  const others = { variable: 'XDG_DATA_HOME', below: '.local/share' };
  return userDirectory({ own: 'DYMU_DATA', mac: 'Application Support', windows, others }, ...where);
}
