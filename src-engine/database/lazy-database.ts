/** A database that is opened when somebody first needs it: most calls of an engine keep nothing. */
import { openDatabase } from './database.ts';
import type { Database, FoundWhole } from './database.ts';

export interface LazyDatabase {
  /** Throws what `openDatabase` throws, and tries again at the next call. */
  readonly open: () => Database;
  readonly close: () => void;
}

export function lazyDatabase(directory: string, found?: FoundWhole): LazyDatabase {
  let opened: Database | undefined;
  return {
    open: () => (opened ??= openDatabase(directory, found)),
    close: () => {
      opened?.close();
      opened = undefined;
    },
  };
}
