/** One call at a time: two runs at once would only slow and mistime each other. First come, first served; aborted waiters never start. */
import { throwIfAborted } from '../errors.ts';

export interface RequestQueue {
  /** Resolves when it is this caller's turn; call the result exactly once when done. Rejects with `aborted`. */
  enter(signal: AbortSignal | undefined): Promise<() => void>;
}

export function requestQueue(): RequestQueue {
  let tail: Promise<void> = Promise.resolve();
  return {
    async enter(signal) {
      throwIfAborted(signal);
      const before = tail;
      let leave: () => void = () => undefined;
      const mine = new Promise<void>((resolve) => {
        leave = resolve;
      });
      tail = before.then(() => mine);
      await before;
      if (signal?.aborted) leave();
      throwIfAborted(signal);
      return leave;
    },
  };
}
