/** Looking for an update, fetching it, putting it in place: one thing at a time, each on the user's word. Knows no Electron. */
import type { Channel } from './channel.ts';
import { decide } from './decide.ts';
import { sentenceOf } from './failure.ts';
import type { UpdateState, UpdateView } from '../update-state.ts';
import type { Trust } from './trust.ts';
import type { Installer } from './channel.ts';

/** Fetches an installer and starts it: electron-updater, or a stand-in of a test. */
export interface Downloader {
  /** Rejects where the file is not the one announced, where the signal ends it, and where the server falls silent. */
  readonly download: (
    version: string,
    installer: Installer,
    signal: AbortSignal,
    onReceived: (bytes: number) => void,
  ) => Promise<void>;
  /** Ends the program. Only after a download. */
  readonly install: () => void;
}

export interface UpdateParts {
  readonly running: string;
  readonly trust: Trust;
  /** Of the installer that replaces this copy; null where none does. */
  readonly ending: string | null;
  readonly fetchChannel: () => Promise<Channel>;
  readonly downloader: () => Promise<Downloader>;
  readonly onView: (view: UpdateView) => void;
  readonly log: (error: unknown) => void;
}

export interface Updates {
  readonly view: UpdateView;
  /** None of these rejects: what went wrong is in the view. */
  readonly check: () => Promise<void>;
  readonly download: () => Promise<void>;
  /** Ends a download; what was received of it goes. */
  readonly cancel: () => void;
  readonly install: () => Promise<void>;
}

export function createUpdates(parts: UpdateParts): Updates {
  const { trust, running } = parts;
  const host = trust.kind === 'trusted' ? new URL(trust.feed.url).hostname : null;
  let state: UpdateState =
    trust.kind === 'trusted' ? { kind: 'idle' } : { kind: 'unavailable', reason: trust.reason };
  let found: { readonly version: string; readonly installer: Installer | null } | undefined;
  let ending: AbortController | undefined;
  let fetched: Downloader | undefined;

  const view = (): UpdateView => ({ host, running, state });
  function become(next: UpdateState): void {
    state = next;
    parts.onView(view());
  }
  function fail(error: unknown): void {
    parts.log(error);
    become({ kind: 'failed', sentence: sentenceOf(error, host ?? '') });
  }

  async function check(): Promise<void> {
    if (host === null || ['checking', 'downloading', 'downloaded', 'installing'].includes(state.kind)) return;
    become({ kind: 'checking' });
    try {
      const decision = decide(running, await parts.fetchChannel(), parts.ending);
      found = decision.kind === 'newer' ? decision : undefined;
      if (decision.kind !== 'newer') become(decision);
      else become({ kind: 'found', version: decision.version, bytes: decision.installer?.size ?? null });
    } catch (error) {
      found = undefined;
      fail(error);
    }
  }

  async function download(): Promise<void> {
    if (state.kind !== 'found' || !found?.installer) return;
    const { version, installer } = found;
    const { size: bytes } = installer;
    ending = new AbortController();
    const { signal } = ending;
    become({ kind: 'downloading', version, received: 0, bytes });
    try {
      const downloader = await parts.downloader();
      await downloader.download(version, installer, signal, (received) => {
        if (state.kind === 'downloading') become({ kind: 'downloading', version, received, bytes });
      });
      signal.throwIfAborted();
      fetched = downloader;
      become({ kind: 'downloaded', version });
    } catch (error) {
      if (signal.aborted) become({ kind: 'found', version, bytes });
      else fail(error);
    } finally {
      ending = undefined;
    }
  }

  return {
    get view() {
      return view();
    },
    check,
    download,
    cancel: () => ending?.abort(),
    install: () => {
      if (state.kind === 'downloaded' && fetched !== undefined) {
        become({ kind: 'installing', version: state.version });
        try {
          fetched.install();
        } catch (error) {
          fail(error);
        }
      }
      return Promise.resolve();
    },
  };
}
