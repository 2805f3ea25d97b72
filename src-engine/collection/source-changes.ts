/** What has changed in a source since somebody last asked: heard from the system where it can be watched, looked for from time to time where not. */
import type { Stats } from 'node:fs';
import type { Following, MayRead } from '../engine.ts';
import { findImages, requireSource } from './find-images.ts';
import { networkDrive } from './network-drives.ts';
import { scanFolder } from './scan-folder.ts';
import type { Found } from './scan-folder.ts';
import { scanNames } from './scan-names.ts';
import type { FoundAtNames } from './scan-names.ts';
import { watchFolder } from './watch-folder.ts';
import type { FolderWatch } from './watch-folder.ts';

export type Finding =
  | { readonly kind: 'nothing' }
  | ({ readonly kind: 'everything' } & Found)
  | ({ readonly kind: 'names' } & FoundAtNames);

export interface FindOptions {
  readonly follow: boolean;
  /** Look through all of it now. */
  readonly rescan: boolean;
}

export interface SourceChanges {
  readonly following: Following;
  /** Everything at first, and after the source was away. Throws `bad-input` while it is. */
  find(options: FindOptions): Promise<Finding>;
  close(): void;
}

export interface SourceParts {
  readonly watch?: (folder: string) => FolderWatch;
  readonly driveOf?: (folder: string) => Promise<string | undefined>;
  readonly now?: () => number; // ms
  readonly mayRead?: MayRead | undefined;
}

/** Where nothing is heard, no more than a twentieth of the time is spent on looking. */
const unheard = { restPerScan: 20, shortestRestMs: 1000 };
/** Where it is watched, in case that something was not heard. */
const watched = { restPerScan: 200, shortestRestMs: 600_000 };

export function sourceChanges(
  source: string,
  { watch = watchFolder, driveOf = networkDrive, now = () => performance.now(), mayRead }: SourceParts = {},
): SourceChanges {
  let watching: FolderWatch | undefined;
  /** Why it is not watched, as long as the source is the same. */
  let reason: string | undefined;
  let following: Following = { kind: 'off' };
  let identity = '';
  let nextScan = 0;

  function close(): void {
    watching?.close();
    watching = undefined;
  }

  function forget(): void {
    close();
    reason = undefined;
    identity = '';
    nextScan = 0;
  }

  async function everything(info: Stats, follow: boolean): Promise<Finding> {
    close();
    const begun = now();
    if (follow && reason === undefined) reason = await whyNot(info);
    if (follow && reason === undefined) watching = watch(source);
    const found = info.isDirectory()
      ? await scanFolder(source, { onFolder: (below) => watching?.enter(below), mayRead })
      : await findImages(source, mayRead);
    settle(follow);
    const ended = now();
    const { restPerScan, shortestRestMs } = following.kind === 'watched' ? watched : unheard;
    nextScan =
      following.kind === 'off' ? Infinity : ended + Math.max(shortestRestMs, restPerScan * (ended - begun));
    return { kind: 'everything', ...found };
  }

  async function whyNot(info: Stats): Promise<string | undefined> {
    if (!info.isDirectory()) return 'A list of images cannot be watched.';
    const drive = await driveOf(source);
    return (
      drive && `The folder lies on a network file system (${drive}), where not every change is heard of.`
    );
  }

  function settle(follow: boolean): void {
    reason ??= watching?.problem;
    if (!follow) following = { kind: 'off' };
    else if (reason !== undefined) following = { kind: 'rescanned', reason };
    else following = { kind: 'watched' };
  }

  return {
    get following() {
      return following;
    },
    async find({ follow, rescan }) {
      const info = await requireSource(source, mayRead).catch((cause: unknown) => {
        forget();
        throw cause;
      });
      const here = `${info.dev} ${info.ino}`;
      if (rescan || here !== identity || follow !== (following.kind !== 'off')) forget();
      identity = here;
      reason ??= watching?.problem;
      if (now() >= nextScan || (reason !== undefined && following.kind === 'watched'))
        return everything(info, follow);
      const changes = watching?.take() ?? { kind: 'names', names: [] };
      if (changes.kind === 'everything') return everything(info, follow);
      if (changes.names.length === 0) return { kind: 'nothing' };
      const found = await scanNames(source, changes.names, {
        onFolder: (below) => watching?.enter(below),
        onLeft: (below) => watching?.leave(below),
        mayRead,
      });
      return { kind: 'names', ...found };
    },
    close,
  };
}
