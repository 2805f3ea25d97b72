/** Counts what the user is waiting for, so that background work can keep out of the way. */

export interface Traffic {
  /** Call the result once when the user's work is done. */
  readonly enter: () => () => void;
  readonly busy: boolean;
  /** `busy` fires when the first user of an idle engine comes, `idle` when the last one has gone. */
  readonly listen: (listener: (state: 'busy' | 'idle') => void) => () => void;
}

export function createTraffic(): Traffic {
  let count = 0;
  const listeners = new Set<(state: 'busy' | 'idle') => void>();
  const tell = (state: 'busy' | 'idle') => listeners.forEach((listener) => listener(state));
  return {
    enter: () => {
      if (++count === 1) tell('busy');
      let left = false;
      return () => {
        if (left) return;
        left = true;
        if (--count === 0) tell('idle');
      };
    },
    get busy() {
      return count > 0;
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
