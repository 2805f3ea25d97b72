/** A session that is loaded when it is first asked for and warmed up at once; a failure is forgotten, so that the next call tries again. */
import type { Feeds, Session } from '../runtime/onnx.ts';

export interface LazySession {
  get(): Promise<Session>;
  release(): Promise<void>;
}

/** @param warmUp what a first run takes: it allocates the session's memory, and paid here it spoils no measurement */
export function lazySession(open: () => Promise<Session>, warmUp: Feeds): LazySession {
  let session: Promise<Session> | undefined;
  const load = async (): Promise<Session> => {
    const opened = await open();
    await opened.run(warmUp);
    return opened;
  };
  return {
    get() {
      session ??= load().catch((error: unknown) => {
        session = undefined;
        throw error;
      });
      return session;
    },
    async release() {
      await session?.then((opened) => opened.release());
    },
  };
}
