/** Asking again: how often, and how long after. */
import { setTimeout as wait } from 'node:timers/promises';
import { EngineError, throwIfAborted } from '../errors.ts';
import { RequestFailure } from './failures.ts';

export interface Patience {
  /** So many failures in a row, without anything that came meanwhile, end it. */
  readonly attempts: number;
  /** Before the second attempt [ms]; twice as long before each further one. */
  readonly firstMs: number;
  readonly longestMs: number;
}

export const usualPatience: Patience = { attempts: 6, firstMs: 500, longestMs: 30_000 };

/** The pauses of a computer whose requests failed together should not end together: from half of it to all. */
function pauseBefore(attempt: number, { firstMs, longestMs }: Patience): number {
  return Math.min(longestMs, firstMs * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
}

export interface Trying {
  readonly patience: Patience;
  readonly signal: AbortSignal | undefined;
  /** The server asks for a pause that is worth a word [ms]. */
  readonly onWait?: ((ms: number) => void) | undefined;
}

const worthWordMs = 2000;

export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await wait(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  throwIfAborted(signal);
}

/**
 * @param progress a number that grows with what has come: attempts after it has grown count anew
 * @throws EngineError the sentence of the last failure; `aborted`
 */
export async function withRetries<T>(
  { patience, signal, onWait }: Trying,
  attempt: () => Promise<T>,
  progress: () => number = () => 0,
): Promise<T> {
  let failures = 0;
  let before = progress();
  for (;;) {
    throwIfAborted(signal);
    try {
      return await attempt();
    } catch (cause) {
      throwIfAborted(signal);
      if (cause instanceof EngineError) throw cause;
      if (!(cause instanceof RequestFailure)) throw cause;
      if (progress() > before) failures = 0;
      before = progress();
      failures += 1;
      if (cause.againMs === undefined || failures >= patience.attempts) throw cause.told;
      const ms = Math.max(cause.againMs, pauseBefore(failures, patience));
      if (ms >= worthWordMs) onWait?.(ms);
      await pause(ms, signal);
    }
  }
}
