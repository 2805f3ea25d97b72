/** Looks into those files of a source that nobody has looked into, several at a time. */
import { throwIfAborted } from '../errors.ts';
import type { ImageRoute, MayRead } from '../engine.ts';
import type { Database } from '../database/database.ts';
import { fileTable } from './file-table.ts';
import type { FileState } from './file-table.ts';
import { lookAtFile } from './look-at-file.ts';
import type { FoundFile } from './scan-folder.ts';

export interface SeenFile {
  readonly file: FoundFile;
  /** By path, for ever; negative for one that is not kept. */
  readonly id: number;
  readonly state: FileState;
}

export interface LookOptions {
  readonly route: ImageRoute;
  readonly mayRead?: MayRead | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Time to stop, with the rest unread? */
  readonly enough?: () => boolean;
  readonly onLook?: (done: number, total: number) => void;
  /** What was found out is written. */
  readonly onKept?: (() => void) | undefined;
}

/** Reads at a time: so many, and the disk is busy. Each holds one file in memory. */
const atOnce = 4;

/** In the order of `files`; fewer only where it was enough. */
export async function lookAtAll(
  database: Database,
  files: readonly FoundFile[],
  { route, mayRead, signal, enough, onLook, onKept }: LookOptions,
): Promise<SeenFile[]> {
  const table = fileTable(database);
  const seen: SeenFile[] = [];
  for (let start = 0; start < files.length; start += atOnce) {
    throwIfAborted(signal);
    if (start > 0 && enough?.() === true) break;
    onLook?.(start, files.length);
    const group = files.slice(start, start + atOnce);
    const known = group.map((file) => table.get(file));
    const looks = await Promise.all(
      group.map((file, index) =>
        known[index] === undefined ? lookAtFile(file.path, route, mayRead) : Promise.resolve(undefined),
      ),
    );
    const take = () => {
      for (const [index, file] of group.entries()) {
        const look = looks[index];
        const kept = known[index] ?? (look?.lasting === true ? table.put(file, look.state) : undefined);
        const state = kept?.state ?? look?.state;
        if (state !== undefined) seen.push({ file, id: kept?.id ?? -1, state });
      }
    };
    const news = looks.some((look) => look?.lasting === true);
    if (news) database.transaction(take);
    else take(); // where nothing is written, nobody who writes is waited for
    if (news) onKept?.();
  }
  return seen;
}
