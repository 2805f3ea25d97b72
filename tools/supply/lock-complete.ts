/** Whether the lock file pins everything: each package by the hash of its archive, each wish of package.json by one version. */
import { z } from 'zod';
import type { LockedPackage } from './lockfile.ts';

const wishes = z.record(z.string(), z.string()).default({});
const manifestSchema = z.looseObject({
  name: z.string(),
  version: z.string().default('0.0.0'),
  dependencies: wishes,
  optionalDependencies: wishes,
  devDependencies: wishes,
});

export type Manifest = z.infer<typeof manifestSchema>;
export const parseManifest = (text: string): Manifest => manifestSchema.parse(JSON.parse(text));

/** A sentence for everything that is left open. */
export function leftOpen(lock: readonly LockedPackage[], manifest: Manifest): string[] {
  return [...lock.flatMap(openEntry), ...openWishes(lock, manifest)];
}

function openEntry({ folder, integrity, linked, resolved }: LockedPackage): string[] {
  if (linked) return [`${folder} is a link to a folder, not a package with a hash.`];
  if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity))
    return [`${folder} has no SHA-512 of its archive in package-lock.json.`];
  // With a hash the place does not matter, but a package that is not from a registry has no version to compare.
  if (resolved !== undefined && !/^https:\/\/[^/]+\/.+\.tgz$/.test(resolved))
    return [`${folder} comes from ${resolved}, which is no archive of a registry.`];
  return [];
}

function openWishes(lock: readonly LockedPackage[], manifest: Manifest): string[] {
  const direct = new Map(lock.map((locked) => [locked.folder, locked]));
  const all = { ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.devDependencies };
  return Object.entries(all).flatMap(([name, wish]) => {
    const { own, version } = /^npm:(?<own>.+)@(?<version>[^@]*)$/.exec(wish)?.groups ?? {
      own: name,
      version: wish,
    };
    if (!/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version ?? ''))
      return [`package.json asks for ${name} "${wish}", not for one version.`];
    const locked = direct.get(`node_modules/${name}`);
    return locked?.name === own && locked?.version === version
      ? []
      : [
          `package.json asks for ${name} ${wish}, package-lock.json has ${locked ? `${locked.name} ${locked.version}` : 'none'}.`,
        ];
  });
}
