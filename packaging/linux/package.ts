/** What both kinds of packages for Linux are made from. */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Target } from '../target.ts';

export interface LinuxPackage {
  readonly root: string; // of the checkout
  readonly packaged: string; // folder that electron-packager made
  readonly target: Target;
  readonly version: string;
  readonly output: string; // folder for the package
  readonly work: string; // folder for what lies in between, on the same disk as `packaged`
  /** Does not compress: for tests. */
  readonly quick: boolean;
}

/** Of regular files; a link counts as nothing. */
export async function bytesBelow(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true });
  const sizes = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return bytesBelow(path);
      return entry.isFile() ? (await lstat(path)).size : 0;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
