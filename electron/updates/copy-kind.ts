/** How this copy of the program came to be where it is: only some can replace themselves. */

export type CopyKind = 'appimage' | 'nsis' | 'mac' | 'managed';

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  /** Whether a file lies beside the program: the uninstaller that NSIS leaves. */
  readonly hasUninstaller: boolean;
}

/**
 * An AppImage says so itself; a copy that NSIS installed has its uninstaller. Everything else is `managed`: deb and rpm belong to the system's
 * package manager, an unpacked archive to whoever unpacked it.
 */
export function copyKindOf({ platform, environment, hasUninstaller }: Surroundings): CopyKind {
  if (platform === 'darwin') return 'mac';
  if (platform === 'win32') return hasUninstaller ? 'nsis' : 'managed';
  return environment['APPIMAGE'] !== undefined && environment['APPIMAGE'].startsWith('/')
    ? 'appimage'
    : 'managed';
}

/** The ending of the file that replaces such a copy. */
export const endings: Readonly<Record<CopyKind, string | null>> = {
  appimage: '.AppImage',
  nsis: '.exe',
  mac: '.zip', // Squirrel takes no dmg
  managed: null,
};
