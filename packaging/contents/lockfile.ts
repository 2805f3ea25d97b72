/** package-lock.json: which packages there are, where they lie, what they need. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const names = z.record(z.string(), z.string()).optional();
const words = z.array(z.string()).optional();

const entrySchema = z.looseObject({
  name: z.string().optional(), // of a package that stands under another name than its own
  version: z.string().optional(), // the root has one, links have none
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  license: z.string().optional(),
  optional: z.boolean().optional(),
  dev: z.boolean().optional(),
  devOptional: z.boolean().optional(),
  link: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  os: words,
  cpu: words,
  libc: words,
  dependencies: names,
  optionalDependencies: names,
});
export type LockEntry = z.infer<typeof entrySchema>;

const lockfileSchema = z.looseObject({
  lockfileVersion: z.number(),
  packages: z.record(z.string(), entrySchema),
});

/** From a package's folder (`node_modules/sharp`, '' for the root) to what is said of it. */
export type Lockfile = Readonly<Record<string, LockEntry>>;

/** @param root folder of the checkout */
export function readLockfile(root: string): Lockfile {
  return parseLockfile(readFileSync(join(root, 'package-lock.json'), 'utf8'));
}

/** Throws for another version than 3. */
export function parseLockfile(text: string): Lockfile {
  const { lockfileVersion, packages } = lockfileSchema.parse(JSON.parse(text));
  if (lockfileVersion !== 3) throw new Error(`package-lock.json is of version ${lockfileVersion}, not 3.`);
  return packages;
}

/** The name of the package in a folder: `node_modules/a/node_modules/@b/c` is `@b/c`. */
export function nameOf(folder: string): string {
  const marker = 'node_modules/';
  return folder.slice(folder.lastIndexOf(marker) + marker.length);
}

/** Where Node finds `name` from a package in `folder`: nearest first. Undefined where the lockfile has none. */
export function resolveFrom(lockfile: Lockfile, folder: string, name: string): string | undefined {
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const candidate = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (candidate in lockfile) return candidate;
    if (at === '') return undefined;
  }
}
