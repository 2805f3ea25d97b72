/** The files of one source as somebody looks at them: found anew from time to time, looked into, with what has changed since when. */
import type { ImageRoute } from '../engine.ts';
import type { Database } from '../database/database.ts';
import { findImages } from './find-images.ts';
import { lookAtAll } from './look-at-all.ts';
import type { SeenFile } from './look-at-all.ts';
import type { FoundFile, Problem } from './scan-folder.ts';

/** Of an image: it may be told anew. */
export interface ShownFile {
  readonly seen: SeenFile;
  readonly id: number;
  changed: number; // revision
}

export interface ShownFiles {
  readonly files: ReadonlyMap<string, ShownFile>; // by name; those that are images
  readonly unreadable: readonly Problem[];
  readonly unread: number;
  /** Ids of images that have gone, with the revision at which they went. */
  readonly gone: readonly { readonly id: number; readonly changed: number }[];
  /** Looks for changes where that is due, and into new files for a moment. */
  refresh(signal: AbortSignal | undefined): Promise<void>;
}

/** A call waits no longer than this for new files to be looked into; the rest comes with the next call. */
const lookMs = 250;
/** No more than a twentieth of the time is spent on looking for changes. */
const restPerScan = 20;
const shortestRestMs = 1000;

/** @param tick the next revision */
export function shownFiles(
  database: Database,
  source: string,
  route: ImageRoute,
  tick: () => number,
): ShownFiles {
  const files = new Map<string, ShownFile>();
  const broken = new Map<string, Problem & { readonly file: FoundFile }>();
  let pending: FoundFile[] = [];
  let problems: readonly Problem[] = [];
  const gone: { readonly id: number; readonly changed: number }[] = [];
  let nextScan = 0;

  async function scan(): Promise<void> {
    const begun = performance.now();
    const found = await findImages(source);
    const now = performance.now();
    nextScan = now + Math.max(shortestRestMs, restPerScan * (now - begun));
    problems = found.problems;
    const names = new Set(found.files.map(({ name }) => name));
    for (const [name, { id }] of files) {
      if (names.has(name)) continue;
      files.delete(name);
      gone.push({ id, changed: tick() });
    }
    for (const name of broken.keys()) if (!names.has(name)) broken.delete(name);
    pending = found.files.filter((file) => {
      const known = files.get(file.name)?.seen.file ?? broken.get(file.name)?.file;
      return known === undefined || known.bytes !== file.bytes || known.modifiedMs !== file.modifiedMs;
    });
  }

  function take(seen: SeenFile): void {
    const { name } = seen.file;
    const known = files.get(name);
    broken.delete(name);
    if (seen.state.kind === 'image') {
      files.set(name, { seen, id: seen.id, changed: tick() });
      return;
    }
    broken.set(name, { file: seen.file, name, reason: seen.state.reason });
    if (known === undefined) return;
    files.delete(name);
    gone.push({ id: known.id, changed: tick() });
  }

  return {
    files,
    gone,
    get unread() {
      return pending.length;
    },
    get unreadable() {
      return [...problems, ...Array.from(broken.values(), ({ name, reason }) => ({ name, reason }))];
    },
    async refresh(signal) {
      if (performance.now() >= nextScan) await scan();
      const until = performance.now() + lookMs;
      const waiting = pending;
      const seen = await lookAtAll(database, waiting, {
        route,
        signal,
        enough: () => performance.now() > until,
      });
      pending = waiting.slice(seen.length);
      for (const one of seen) take(one);
    },
  };
}
