/** Listeners that may come late: what was told before them is kept. Knows no Electron. */
import type { Unsubscribe } from './bridge.ts';

export interface Subscription<T> {
  readonly push: (value: T) => void;
  readonly subscribe: (listener: (value: T) => void) => Unsubscribe;
}

/** A state: a new listener gets the latest value at once. */
export function latest<T>(): Subscription<T> {
  const listeners = new Set<(value: T) => void>();
  let last: { readonly value: T } | undefined;
  return {
    push: (value) => {
      last = { value };
      for (const listener of [...listeners]) listener(value);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      if (last) listener(last.value);
      return () => void listeners.delete(listener);
    },
  };
}

/** Events: those that nobody heard go to the first listener, in order. */
export function backlog<T>(): Subscription<T> {
  const listeners = new Set<(value: T) => void>();
  let unheard: T[] = [];
  return {
    push: (value) => {
      if (listeners.size === 0) unheard.push(value);
      for (const listener of [...listeners]) listener(value);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      const missed = unheard;
      unheard = [];
      for (const value of missed) listener(value);
      return () => void listeners.delete(listener);
    },
  };
}
