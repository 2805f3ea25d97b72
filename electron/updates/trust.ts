/** Whether a build may update itself at all: it must be one that was signed, as far as its system knows signatures. */
import type { CopyKind } from './copy-kind.ts';
import type { Feed } from './feed.ts';

export type Trust =
  { readonly kind: 'trusted'; readonly feed: Feed } | { readonly kind: 'refused'; readonly reason: string };

export const unsigned =
  'This build is not signed, so it does not look for updates; take a newer version from where this one came from.';

/**
 * The feed file carries the key of the release and is written by it alone; that is all there is on Linux. On Windows the installers must
 * be signed by a publisher, too, whom the file names, or nothing would hold them against a certificate. On macOS the system itself refuses to
 * replace an application that is not signed by the same developer.
 */
export function trustOf(feed: Feed | undefined, copy: CopyKind): Trust {
  if (feed === undefined) return { kind: 'refused', reason: unsigned };
  if (copy === 'nsis' && feed.publisherName.length === 0) return { kind: 'refused', reason: unsigned };
  return { kind: 'trusted', feed };
}
