/** Updates of this very copy of the program: its feed file, its kind, Electron's network. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { app, session } from 'electron';
import type { UpdateView } from '../update-state.ts';
import { channelFileName } from './channel-name.ts';
import { copyKindOf, endings } from './copy-kind.ts';
import { readFeed } from './feed.ts';
import { trustOf } from './trust.ts';
import { createUpdates, type Updates } from './updates.ts';

/** Milliseconds in which a server must answer or send more. */
const patience = 30_000;

/** A checkout takes them from the environment, for tests; a package only what lies in it. */
function surroundings(): { readonly feedFile: string; readonly patience: number } {
  if (app.isPackaged) return { feedFile: join(process.resourcesPath, 'app-update.yml'), patience };
  return {
    feedFile: process.env['DYMU_UPDATE_FEED'] ?? '',
    patience: Number(process.env['DYMU_UPDATE_PATIENCE'] ?? patience),
  };
}

export async function openUpdates(onView: (view: UpdateView) => void): Promise<Updates> {
  const { feedFile, patience: milliseconds } = surroundings();
  const feed = feedFile === '' ? undefined : await readFeed(feedFile);
  const program = join(dirname(process.execPath), `Uninstall ${basename(process.execPath)}`);
  const copy = copyKindOf({
    platform: process.platform,
    environment: process.env,
    hasUninstaller: existsSync(program),
  });
  const trust = trustOf(feed, copy);
  const log = (error: unknown) => console.error('Updates:', error);
  const trusted = () => {
    if (trust.kind !== 'trusted') throw new Error('A build that is not signed asks for no update.');
    return trust.feed;
  };
  return createUpdates({
    running: app.getVersion(),
    trust,
    ending: endings[copy],
    fetchChannel: async () => {
      const { fetchChannel } = await import('./announcement.ts'); // a start needs none of it, nor of what downloads
      const network = session.fromPartition('updates', { cache: false }); // in memory: no cookies are kept
      network.setUserAgent('DyMU Explorer');
      return fetchChannel(network, trusted(), channelFileName(process.platform, process.arch), milliseconds);
    },
    downloader: async () => {
      if (copy === 'managed') throw new Error('This copy belongs to a package manager.');
      const { createDownloader } = await import('./downloader.ts');
      return createDownloader({ feed: trusted(), copy, feedFile, patience: milliseconds, log });
    },
    onView,
    log,
  });
}
