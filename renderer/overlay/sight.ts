/** Tells what lies on the stage where the picture stands now, after every repaint. */
import type { Projection } from './projection.ts';

export interface Sight {
  readonly now: Projection | null; // null without a picture
  readonly tell: (at: Projection | null) => void;
  readonly listen: (listener: (at: Projection | null) => void) => () => void;
}

export function createSight(): Sight {
  const listeners = new Set<(at: Projection | null) => void>();
  let now: Projection | null = null;
  return {
    get now() {
      return now;
    },
    tell: (at) => {
      now = at;
      listeners.forEach((listener) => listener(at));
    },
    listen: (listener) => {
      listeners.add(listener);
      listener(now);
      return () => void listeners.delete(listener);
    },
  };
}
