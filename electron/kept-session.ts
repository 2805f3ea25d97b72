/** What the window was like, in the main process's memory: for a page that is loaded again after its process ended. Goes with the application; no file. */
import { deserialize, serialize } from 'node:v8';
import type { KeptSession } from './bridge.ts';

export interface SessionKeeper {
  /** False where it is larger than is kept; the one before stays then. */
  keep(session: unknown): boolean;
  /** A picture that has no file; null: it was closed. False where there is no more room. */
  keepPicture(id: string, bytes: Uint8Array | null): boolean;
  /** The page is about to be loaded again for this reason, a sentence. */
  ended(cause: string): void;
  /** Null where nothing was kept, and where the page is loaded again for no reason of its own: then it begins afresh. Told once. */
  read(): KeptSession | null;
}

/** Bytes. */
export const mostKept = { session: 32 * 1_048_576, pictures: 256 * 1_048_576 } as const;

export function createSessionKeeper(): SessionKeeper {
  let kept: Buffer | undefined;
  let cause: string | null = null;
  const pictures = new Map<string, Uint8Array>();
  return {
    keep(session) {
      const bytes = serialize(session);
      if (bytes.length > mostKept.session) return false;
      kept = bytes;
      return true;
    },
    keepPicture(id, bytes) {
      pictures.delete(id);
      if (bytes === null) return true;
      const used = [...pictures.values()].reduce((sum, { length }) => sum + length, 0);
      if (used + bytes.length > mostKept.pictures) return false;
      pictures.set(id, bytes);
      return true;
    },
    ended(why) {
      cause = why;
    },
    read() {
      if (kept === undefined || cause === null) return null;
      const session: unknown = deserialize(kept);
      const why = cause;
      cause = null;
      return { session, pictures: [...pictures].map(([id, bytes]) => ({ id, bytes })), cause: why };
    },
  };
}
