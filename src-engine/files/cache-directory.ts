/** Where files lie that can be made again: a folder of the user's, by the platform's convention. Nothing else is kept there. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

const application = 'dymu-explorer';

/** DYMU_CACHE where it is set, else ~/Library/Caches, %LOCALAPPDATA% or $XDG_CACHE_HOME (~/.cache), in a folder of our own. */
export function userCacheDirectory(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const told = (name: string): string | undefined => {
    const value = environment[name];
    return value === '' ? undefined : value;
  };
  const own = told('DYMU_CACHE');
  if (own !== undefined) return resolve(own);
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', 'Caches', application);
    case 'win32':
      return join(told('LOCALAPPDATA') ?? join(home, 'AppData', 'Local'), application, 'Cache');
    default:
      return join(told('XDG_CACHE_HOME') ?? join(home, '.cache'), application);
  }
}
