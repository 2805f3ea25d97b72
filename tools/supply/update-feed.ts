/**
 * Writes the file that makes a build one which may update itself (`app-update.yml`), from what the release's environment says; writes none where
 * that says nothing. Run before packaging.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { feedSchema, type Feed } from '../../electron/updates/feed.ts';
import { root } from './lockfile.ts';

export const feedFile = join(root, '.cache', 'release', 'app-update.yml');

export type FeedOrder =
  { readonly kind: 'none'; readonly words: string } | { readonly kind: 'feed'; readonly feed: Feed };

/** Throws a sentence where the environment says half of it: a release must not lose its updates by a slip. */
export function feedFrom(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): FeedOrder {
  const {
    DYMU_UPDATE_URL: url = '',
    DYMU_UPDATE_KEYS: keys = '',
    DYMU_PUBLISHER: publisher = '',
  } = environment;
  if (url === '' && keys === '')
    return {
      kind: 'none',
      words: 'DYMU_UPDATE_URL and DYMU_UPDATE_KEYS are not set: this build will not look for updates.',
    };
  if (platform === 'win32' && publisher === '')
    throw new Error(
      'DYMU_PUBLISHER is not set: on Windows updates need the name in the certificate of the installers.',
    );
  const parsed = feedSchema.safeParse({
    provider: 'generic',
    url,
    updaterCacheDirName: 'dymu-explorer-updater',
    publisherName: platform === 'win32' ? [publisher] : [],
    signingKeys: keys.split(/[\s,]+/).filter((key) => key !== ''),
  });
  if (!parsed.success)
    throw new Error(
      'DYMU_UPDATE_URL must be an https folder with a slash at its end, DYMU_UPDATE_KEYS one or two public keys as tools/supply/update-key.ts prints them.',
    );
  return { kind: 'feed', feed: parsed.data };
}

if (process.argv[1] === import.meta.filename) {
  rmSync(feedFile, { force: true });
  const order = feedFrom(process.env, process.platform);
  if (order.kind === 'none') console.log(order.words);
  else {
    mkdirSync(dirname(feedFile), { recursive: true });
    writeFileSync(feedFile, `${JSON.stringify(order.feed, null, 2)}\n`);
    console.log(`This build may look for updates at ${order.feed.url}.`);
  }
}
