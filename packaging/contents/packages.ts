/** Which npm packages the program runs on: what package.json names and what those need in turn, for one system, without what only installs. */
import { targetWords, type Target } from '../target.ts';
import { resolveFrom, type LockEntry, type Lockfile } from './lockfile.ts';

/** What a package names but never loads while it runs, and why. */
const notLoaded: Readonly<Record<string, readonly string[]>> = {
  // Its post-install script downloads GPU libraries with them; scripts are never run, and the program uses none of those libraries.
  'node_modules/onnxruntime-node': ['adm-zip', 'global-agent'],
  // A quicker reader of strings, which it does without where it is absent.
  'node_modules/msgpackr': ['msgpackr-extract'],
};

/**
 * The folders of those packages, sorted.
 *
 * @throws Error where one that must be there is not in the lockfile
 */
export function runtimePackages(lockfile: Lockfile, target: Target): string[] {
  const found = new Set<string>();
  const visit = (folder: string): void => {
    const entry = lockfile[folder];
    if (entry === undefined) return;
    const left = notLoaded[folder] ?? [];
    const needed = { ...entry.dependencies, ...entry.optionalDependencies };
    for (const name of Object.keys(needed).filter((each) => !left.includes(each))) {
      const at = resolveFrom(lockfile, folder, name);
      const there = at === undefined ? undefined : lockfile[at];
      if (at === undefined || there === undefined) {
        if (name in (entry.optionalDependencies ?? {})) continue;
        throw new Error(`package-lock.json lacks ${name}, which ${folder || 'package.json'} needs.`);
      }
      if (!runsOn(at, there, target)) {
        if (there.optional === true) continue;
        throw new Error(`${name} does not run on ${targetWords(target)}.`);
      }
      if (found.has(at)) continue;
      found.add(at);
      visit(at);
    }
  };
  visit('');
  return [...found].sort();
}

/** Packages for Linux are for glibc, which Electron needs. */
function runsOn(folder: string, { os, cpu, libc }: LockEntry, { platform, arch }: Target): boolean {
  const musl = libc?.includes('glibc') === false || folder.endsWith('-musl') || folder.includes('musl-');
  return (os?.includes(platform) ?? true) && (cpu?.includes(arch) ?? true) && !(platform === 'linux' && musl);
}
