/** The files of one source as somebody looks at them: kept up with what changes, looked into, with what has changed since when. */
import type { Following, ImageRoute, MayRead } from '../engine.ts';
import type { Database } from '../database/database.ts';
import { lookAtAll } from './look-at-all.ts';
import type { SeenFile } from './look-at-all.ts';
import type { FoundFile, Problem } from './scan-folder.ts';
import type { FindOptions, Finding, SourceChanges } from './source-changes.ts';

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
  readonly following: Following;
  /** Ids of images that have gone, with the revision at which they went. */
  readonly gone: readonly { readonly id: number; readonly changed: number }[];
  /** Takes up what has changed, and looks into new files for a moment. */
  refresh(options: FindOptions, signal: AbortSignal | undefined): Promise<void>;
  close(): void;
}

/** A call waits no longer than this for new files to be looked into; the rest comes with the next call. */
const lookMs = 250;

/** @param tick the next revision */
export function shownFiles(
  database: Database,
  changes: SourceChanges,
  route: ImageRoute,
  tick: () => number,
  mayRead?: MayRead,
): ShownFiles {
  const files = new Map<string, ShownFile>();
  const broken = new Map<string, Problem & { readonly file: FoundFile }>();
  const pending = new Map<string, FoundFile>();
  const problems = new Map<string, Problem>();
  const gone: { readonly id: number; readonly changed: number }[] = [];
  let turn: Promise<unknown> = Promise.resolve();

  /** @param again look once more into files that could not be read */
  function apply(finding: Finding, again: boolean): void {
    if (finding.kind === 'nothing') return;
    const found = new Map(finding.files.map((file) => [file.name, file]));
    const replaced = finding.kind === 'everything' ? () => true : atOrBelow(finding.looked);
    for (const name of [...files.keys()]) if (!found.has(name) && replaced(name)) drop(name);
    for (const each of [broken, pending, problems]) {
      for (const name of [...each.keys()]) if (!found.has(name) && replaced(name)) each.delete(name);
    }
    for (const problem of finding.problems) problems.set(problem.name, problem);
    for (const [name, file] of found) {
      problems.delete(name);
      const known = files.get(name)?.seen.file ?? (again ? undefined : broken.get(name)?.file);
      if (known?.bytes === file.bytes && known.modifiedMs === file.modifiedMs) pending.delete(name);
      else pending.set(name, file);
    }
  }

  function drop(name: string): void {
    const known = files.get(name);
    if (known === undefined) return;
    files.delete(name);
    gone.push({ id: known.id, changed: tick() });
  }

  function take(seen: SeenFile): void {
    const { name } = seen.file;
    if (pending.get(name) === seen.file) pending.delete(name);
    broken.delete(name);
    if (seen.state.kind === 'image') {
      files.set(name, { seen, id: seen.id, changed: tick() });
      return;
    }
    broken.set(name, { file: seen.file, name, reason: seen.state.reason });
    drop(name);
  }

  async function refresh(options: FindOptions, signal: AbortSignal | undefined): Promise<void> {
    const finding = await changes.find(options);
    // Something has happened at these names, or the user asks: what the permissions refused may be allowed by now.
    apply(finding, finding.kind === 'names' || options.rescan);
    const until = performance.now() + lookMs;
    const seen = await lookAtAll(database, [...pending.values()], {
      route,
      mayRead,
      signal,
      enough: () => performance.now() > until,
    });
    for (const one of seen) take(one);
  }

  return {
    files,
    gone,
    get unread() {
      return pending.size;
    },
    get unreadable() {
      return [...problems.values(), ...Array.from(broken.values(), ({ name, reason }) => ({ name, reason }))];
    },
    get following() {
      return changes.following;
    },
    refresh(options, signal) {
      // Two that ask at once would undo what the other has found.
      const done = turn.then(() => refresh(options, signal));
      turn = done.catch(() => undefined);
      return done;
    },
    close: () => changes.close(),
  };
}

/** Whether a name is one of these, or lies below one. */
function atOrBelow(names: readonly string[]): (name: string) => boolean {
  const all = new Set(names);
  return (name) => {
    if (all.has(name)) return true;
    for (let end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) {
      if (all.has(name.slice(0, end))) return true;
    }
    return false;
  };
}
