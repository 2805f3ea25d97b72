/** What the window is like, kept for a page that is loaded again after its process ended, and for the next start. */
import { EngineError } from '../src-engine/errors.ts';
import { sessionLimits } from '../src-engine/session-file/limits.ts';
import type { LastSession } from './last-session.ts';

export interface SessionKeeper {
  /**
   * The text of a session, without pictures. False where it is larger than is kept; the one before stays then. Throws, once, where an earlier
   * one could not be written down.
   */
  keep(text: string): boolean;
  /** A picture that has no file; null: it was closed. False where there is no more room. */
  keepPicture(id: string, bytes: Uint8Array | null): boolean;
  readonly pictures: ReadonlyMap<string, Uint8Array>;
  /** The page is about to be loaded again for this reason, a sentence. */
  ended(cause: string): void;
  /** Null where nothing was kept, and where the page is loaded again for no reason of its own: then it begins afresh. Told once. */
  read(): Promise<Kept | null>;
  /** Another schema than this application's, or damage: not to be met at every start. Answers with its new name. */
  putAside(): Promise<string | undefined>;
  /** Done when what was kept is on disk. */
  flush(): Promise<void>;
}

export interface Kept {
  readonly text: Uint8Array;
  /** Why the page was loaded again; null at a start. */
  readonly cause: string | null;
}

/** No more often, ms: a question that is answered changes the session many times a second. */
const writtenEveryMs = 1000;

/** @param restores whether the next start wants it; else nothing is on disk */
export function createSessionKeeper(last: LastSession, restores: () => boolean): SessionKeeper {
  let kept: string | undefined;
  let cause: string | null = null;
  let first = true;
  let timer: NodeJS.Timeout | undefined;
  let failure: string | null = null;
  const pictures = new Map<string, Uint8Array>();

  const failed = (error: unknown) => {
    failure ??= error instanceof EngineError ? error.message : String(error);
  };

  function write(): void {
    clearTimeout(timer);
    timer = undefined;
    if (kept !== undefined && restores()) last.write(kept, pictures).catch(failed);
    else last.clear().catch(failed);
  }

  return {
    keep(text) {
      if (Buffer.byteLength(text) > sessionLimits.state) return false;
      kept = text;
      timer ??= setTimeout(write, writtenEveryMs);
      if (failure === null) return true;
      const words = failure;
      failure = null;
      throw new EngineError('bad-input', `The session is not kept for the next start: ${words}`);
    },
    keepPicture(id, bytes) {
      pictures.delete(id);
      if (bytes === null) return true;
      const used = [...pictures.values()].reduce((sum, { length }) => sum + length, 0);
      if (used + bytes.length > sessionLimits.keptPictures) return false;
      pictures.set(id, bytes);
      return true;
    },
    pictures,
    ended(why) {
      cause = why;
    },
    async read() {
      const why = cause;
      const starts = first;
      cause = null;
      first = false;
      if (why !== null) return kept === undefined ? null : { text: Buffer.from(kept), cause: why };
      if (!starts || !restores()) return null;
      const found = await last.read();
      if (found === null) return null;
      for (const [id, bytes] of found.pictures) pictures.set(id, bytes);
      return { text: found.text, cause: null };
    },
    putAside: () => last.putAside(),
    async flush() {
      if (timer !== undefined) write();
      await last.flush();
    },
  };
}
