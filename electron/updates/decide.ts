/** What a channel file means for the version that runs: pure. */
import type { Channel, Installer } from './channel.ts';

export type Decision =
  | { readonly kind: 'newest'; readonly version: string }
  /** What is announced is older than what runs: never taken. */
  | { readonly kind: 'older'; readonly version: string }
  /** `installer` is null where this copy is not one that can replace itself. */
  | { readonly kind: 'newer'; readonly version: string; readonly installer: Installer | null };

/** @param ending of the installer that this copy came from, '.AppImage'; null where it cannot replace itself */
export function decide(running: string, { version, files }: Channel, ending: string | null): Decision {
  const order = compareVersions(version, running);
  if (order === 0) return { kind: 'newest', version };
  if (order < 0) return { kind: 'older', version };
  const installer = ending === null ? undefined : files.find(({ url }) => url.endsWith(ending));
  return { kind: 'newer', version, installer: installer ?? null };
}

/** Negative where `a` is the older one. A version that is not `1.2.3` alone (a build of a developer) counts as what it is before. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (let place = 0; place < 3; place += 1) {
    const difference = (left[place] ?? 0) - (right[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(b.includes('-')) - Number(a.includes('-'));
}

const numbersOf = (version: string): number[] =>
  version.split(/[-+]/, 1).flatMap((plain) => plain.split('.').map(Number));
