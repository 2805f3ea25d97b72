/** A folder of our own among the user's, by the platform's convention. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

const application = 'dymu-explorer';

/** Where a platform's folders lie below the user's home, and the variables that name others. */
export interface UserDirectory {
  /** Names the folder itself, whatever the platform. */
  readonly own: string;
  readonly mac: string; // below ~/Library
  readonly windows: { readonly variable: string; readonly below: string; readonly inside: readonly string[] };
  readonly others: { readonly variable: string; readonly below: string };
}

/** Those of this process unless said. */
export type Surroundings = readonly [
  environment?: Readonly<Record<string, string | undefined>>,
  platform?: NodeJS.Platform,
  home?: string,
];

/** A variable that is set to nothing is not set. */
export function userDirectory(
  { own, mac, windows, others }: UserDirectory,
  ...[environment = process.env, platform = process.platform, home = homedir()]: Surroundings
): string {
  const told = (name: string): string | undefined => {
    const value = environment[name];
    return value === '' ? undefined : value;
  };
  const named = told(own);
  if (named !== undefined) return resolve(named);
  switch (platform) {
    case 'darwin':
      return join(home, 'Library', mac, application);
    case 'win32':
      return join(
        told(windows.variable) ?? join(home, 'AppData', windows.below),
        application,
        ...windows.inside,
      );
    default:
      return join(told(others.variable) ?? join(home, others.below), application);
  }
}
