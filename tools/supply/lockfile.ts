/** `package-lock.json` as data: which packages, from where, under which licence. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const entrySchema = z.looseObject({
  version: z.string().exactOptional(),
  resolved: z.string().exactOptional(),
  integrity: z.string().exactOptional(),
  license: z.string().exactOptional(),
  link: z.boolean().exactOptional(),
  dev: z.boolean().exactOptional(),
  devOptional: z.boolean().exactOptional(),
  hasInstallScript: z.boolean().exactOptional(),
});

const lockSchema = z.looseObject({
  lockfileVersion: z.number(),
  packages: z.record(z.string(), entrySchema),
});

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
export function parseLock(text: string): LockedPackage[] {
  const { lockfileVersion, packages } = lockSchema.parse(JSON.parse(text));
  if (lockfileVersion !== 3) throw new Error(`package-lock.json is of version ${lockfileVersion}, not 3.`);
  return Object.entries(packages)
    .filter(([folder]) => folder !== '')
    .map(([folder, entry]) => ({
      folder,
      name: folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version ?? '',
      integrity: entry.integrity ?? '',
      licence: entry.license ?? '',
      development: entry.dev === true || entry.devOptional === true,
      hasInstallScript: entry.hasInstallScript === true,
      linked: entry.link === true,
      resolved: entry.resolved,
    }));
}

export const readLock = (): LockedPackage[] =>
  parseLock(readFileSync(join(root, 'package-lock.json'), 'utf8'));
