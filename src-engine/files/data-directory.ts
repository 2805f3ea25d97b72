/** Where what the user has worked for is kept: a folder of the user's, by the platform's convention. Nothing in it can be made again for nothing. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

const application = 'dymu-explorer';

/** DYMU_DATA where it is set, else ~/Library/Application Support, %APPDATA% or $XDG_DATA_HOME (~/.local/share), in a folder of our own. */
export function userDataDirectory(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const told = (name: string): string | undefined => {
    const value = environment[name];
    return value === '' ? undefined : value;
  };
  const own = told('DYMU_DATA');
  if (own !== undefined) return resolve(own);
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', 'Application Support', application);
    case 'win32':
      return join(told('APPDATA') ?? join(home, 'AppData', 'Roaming'), application);
    default:
      return join(told('XDG_DATA_HOME') ?? join(home, '.local', 'share'), application);
  }
}
