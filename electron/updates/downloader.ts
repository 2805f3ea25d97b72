/**
 * Downloading and installing by electron-updater, held to what was announced: one host, one file, no more bytes than said, no lasting id, nothing
 * without being asked. Loaded only when an update is fetched.
 */
import {
  CancellationToken,
  type AppUpdater,
  type ProgressInfo,
  type ResolvedUpdateFileInfo,
  type UpdateInfo,
} from 'electron-updater';
import { AppImageUpdater } from 'electron-updater/out/AppImageUpdater.js';
import { MacUpdater } from 'electron-updater/out/MacUpdater.js';
import { NsisUpdater } from 'electron-updater/out/NsisUpdater.js';
import {
  Provider,
  resolveFiles,
  type ProviderRuntimeOptions,
} from 'electron-updater/out/providers/Provider.js';
import type { Installer } from './channel.ts';
import type { CopyKind } from './copy-kind.ts';
import { UpdateFailure } from './failure.ts';
import type { Feed } from './feed.ts';
import type { Downloader } from './updates.ts';

export interface DownloaderOptions {
  readonly feed: Feed;
  readonly copy: Exclude<CopyKind, 'managed'>;
  /** The feed as a file: electron-updater reads the name of its cache folder and the publisher from it. */
  readonly feedFile: string;
  /** Milliseconds without a byte after which the server counts as silent: Electron's requests have no limit of their own. */
  readonly patience: number;
  readonly log: (words: string) => void;
}

/** A download and the redirects that stay on the host; more is a circle, which electron-updater would follow for ever. */
const mostRequests = 5;

export function createDownloader(options: DownloaderOptions): Downloader {
  const { feed, log } = options;
  const updater = createUpdater(options.copy);
  updater.logger = { info: () => undefined, warn: log, error: log };
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false; // only on the user's word
  updater.allowDowngrade = false;
  updater.allowPrerelease = false;
  updater.disableWebInstaller = true;
  updater.disableDifferentialDownload = true; // one request for one file, whole
  updater.forceDevUpdateConfig = true; // it was decided elsewhere whether this build may
  updater.updateConfigPath = options.feedFile;
  // By itself it makes an id, keeps it in the user's data and sends it with every question.
  Object.assign(updater, { getOrCreateStagingUserId: () => Promise.resolve('') });
  // Failures reach us as rejections; an 'error' event that nobody hears would be thrown.
  updater.on('error', () => undefined);

  async function download(
    version: string,
    installer: Installer,
    signal: AbortSignal,
    onReceived: (bytes: number) => void,
  ): Promise<void> {
    updater.setFeedURL({ provider: 'custom', updateProvider: announced(feed, version, installer) });
    const gate = confine(updater, feed);
    const token = new CancellationToken();
    const watch = watchdog(options.patience, () => token.cancel());
    const cancel = () => token.cancel();
    signal.addEventListener('abort', cancel);
    const onProgress = ({ transferred }: ProgressInfo) => {
      watch.feed();
      if (transferred > installer.size) token.cancel();
      else onReceived(transferred);
    };
    updater.on('download-progress', onProgress);
    try {
      signal.throwIfAborted();
      const result = await updater.checkForUpdates(); // asks nobody: the answer is known
      if (result?.isUpdateAvailable !== true) throw new UpdateFailure('other');
      await updater.downloadUpdate(token);
    } catch (error) {
      if (watch.bitten) throw new UpdateFailure('stalled', error);
      if (gate.refused) throw new UpdateFailure('moved', error);
      if (token.cancelled && !signal.aborted) throw new UpdateFailure('tampered', error); // more than was announced
      throw error;
    } finally {
      watch.stop();
      signal.removeEventListener('abort', cancel);
      updater.off('download-progress', onProgress);
    }
  }

  return {
    download,
    install: () => updater.quitAndInstall(),
  };
}

function createUpdater(copy: DownloaderOptions['copy']): AppUpdater {
  switch (copy) {
    case 'appimage':
      return new AppImageUpdater();
    case 'nsis':
      return new NsisUpdater();
    case 'mac':
      return new MacUpdater();
  }
}

/** A provider that has the answer already: it was signed and checked. */
function announced(feed: Feed, version: string, { url, sha512, size }: Installer) {
  const before = { path: url, sha512 }; // what the type still asks for, from before there were `files`
  const info: UpdateInfo = {
    version,
    files: [{ url, sha512, size }],
    releaseDate: '',
    ...before,
  };
  return class AnnouncedProvider extends Provider<UpdateInfo> {
    constructor(_: unknown, __: unknown, runtime: ProviderRuntimeOptions) {
      super(runtime);
    }
    override getLatestVersion(): Promise<UpdateInfo> {
      return Promise.resolve(info);
    }
    override resolveFiles(update: UpdateInfo): ResolvedUpdateFileInfo[] {
      return resolveFiles(update, new URL(feed.url));
    }
  };
}

/** Its session reaches nothing but the feed's folder. */
function confine(updater: AppUpdater, feed: Feed): { readonly refused: boolean } {
  let requests = 0;
  let refused = false;
  updater.netSession.setUserAgent('DyMU Explorer');
  updater.netSession.webRequest.onBeforeRequest(({ url }, callback) => {
    requests += 1;
    const cancel = !url.startsWith(feed.url) || requests > mostRequests;
    refused ||= cancel;
    callback({ cancel });
  });
  return {
    get refused() {
      return refused;
    },
  };
}

interface Watchdog {
  readonly feed: () => void;
  readonly stop: () => void;
  readonly bitten: boolean;
}

function watchdog(patience: number, bite: () => void): Watchdog {
  let bitten = false;
  let timer: NodeJS.Timeout | undefined;
  const stop = () => clearTimeout(timer);
  const feed = () => {
    stop();
    timer = setTimeout(() => {
      bitten = true;
      bite();
    }, patience);
  };
  feed();
  return {
    feed,
    stop,
    get bitten() {
      return bitten;
    },
  };
}
