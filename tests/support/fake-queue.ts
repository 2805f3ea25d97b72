/** One call after the other, in the order of arrival; a call that is aborted while it waits never starts. */
import { EngineError, throwIfAborted } from '../../src-engine/errors.ts';

export interface Queue {
  run<T>(signal: AbortSignal | undefined, task: () => Promise<T>): Promise<T>;
  /** Waits for its turn; the caller must call the function that it gets. */
  acquire(signal: AbortSignal | undefined): Promise<() => void>;
}

export function createQueue(): Queue {
  let tail: Promise<void> = Promise.resolve();

  async function acquire(signal: AbortSignal | undefined): Promise<() => void> {
    const before = tail;
    let release = () => {};
    tail = new Promise((resolve) => (release = resolve));
    try {
      await orAborted(before, signal);
      throwIfAborted(signal);
      return release;
    } catch (error) {
      void before.then(release); // keeps its place, so that the calls behind still wait for the one before
      throw error;
    }
  }

  return {
    acquire,
    run: async (signal, task) => {
      const release = await acquire(signal);
      try {
        return await task();
      } finally {
        release();
      }
    },
  };
}

function orAborted(turn: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return turn;
  return new Promise((resolve, reject) => {
    const stop = () => reject(new EngineError('aborted', 'Stopped on request.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    void turn.then(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
  });
}
