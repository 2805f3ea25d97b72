/** A session that is loaded when it is first asked for and warmed up at once. */
import type { Feeds, Session } from '../runtime/onnx.ts';
import { once } from './once.ts';

export interface LazySession {
  get(): Promise<Session>;
  release(): Promise<void>;
}

/** @param warmUp what a first run takes: it allocates the session's memory, and paid here it spoils no measurement */
export function lazySession(open: () => Promise<Session>, warmUp: Feeds): LazySession {
  const { get, made } = once(async (): Promise<Session> => {
    const session = await open();
    try {
      await session.run(warmUp);
    } catch (error) {
      await session.release();
      throw error;
    }
    return session;
  });
  return {
    get,
    async release() {
      await made()?.then((session) => session.release());
    },
  };
}
