/** `package-lock.json` as data: which packages, from where, under which licence. */
import { join } from 'node:path';
import { nameOf, parseLockfile, readLockfile, type Lockfile } from '../../packaging/contents/lockfile.ts';

export interface LockedPackage {
  /** Folder from the root: 'node_modules/sharp'. */
  readonly folder: string;
  /** As it calls itself: 'sharp', '@img/sharp-linux-x64'. */
  readonly name: string;
  readonly version: string;
  /** 'sha512-...'; '' where the lock file has none. */
  readonly integrity: string;
  /** An SPDX expression; '' where the package states none. */
  readonly licence: string;
  /** Needed to build and to test only. */
  readonly development: boolean;
  readonly hasInstallScript: boolean;
  /** Neither from the registry nor unpacked from an archive: a folder of this machine. */
  readonly linked: boolean;
  readonly resolved: string | undefined;
}

export const root = join(import.meta.dirname, '..', '..');

/** @param text of a lock file of version 3 */
export const parseLock = (text: string): LockedPackage[] => packagesOf(parseLockfile(text));

export const readLock = (): LockedPackage[] => packagesOf(readLockfile(root));

function packagesOf(lockfile: Lockfile): LockedPackage[] {
  return Object.entries(lockfile)
    .filter(([folder]) => folder !== '')
    .map(([folder, entry]) => ({
      folder,
      name: entry.name ?? nameOf(folder),
      version: entry.version ?? '',
      integrity: entry.integrity ?? '',
      licence: entry.license ?? '',
      development: entry.dev === true || entry.devOptional === true,
      hasInstallScript: entry.hasInstallScript === true,
      linked: entry.link === true,
      resolved: entry.resolved,
    }));
}
