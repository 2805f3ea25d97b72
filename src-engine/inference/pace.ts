/** How work goes from one native run to the next: messages get through, an abort takes effect, and background work lets users go first. */
import { throwIfAborted } from '../errors.ts';
import { breathe } from './breathe.ts';

export interface Pace {
  readonly signal: AbortSignal | undefined;
  /** Call it before every native run: those block the thread and cannot be interrupted. Rejects with `aborted`. */
  next(): Promise<void>;
}

/** @param giveWay may wait for others and rejects where going on makes no sense any more */
export function createPace(signal: AbortSignal | undefined, giveWay?: () => Promise<void>): Pace {
  return {
    signal,
    async next() {
      await breathe();
      throwIfAborted(signal);
      await giveWay?.();
    },
  };
}
