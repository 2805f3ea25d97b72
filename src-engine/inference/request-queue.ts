/**
 * One call at a time, since two native runs at once would only slow each other and spoil both times. Two lanes: what a user waits for goes
 * before what runs in the background, and in a lane first come, first served.
 */
import type { Urgency } from '../engine.ts';
import { EngineError, throwIfAborted } from '../errors.ts';

export interface Visitor {
  readonly signal?: AbortSignal | undefined;
  readonly urgency?: Urgency | undefined; // user unless said
}

/** The right to run, held by one caller at a time. */
export interface Turn {
  /**
   * Between two native runs: background work lets users go first and comes back before other background work. Nothing happens in a user's
   * own turn. Rejects with `aborted`.
   */
  giveWay(): Promise<void>;
  /** As `giveWay`, for somebody who does not know yet when to go on: others may run until `takeBack`. */
  lend(): void;
  takeBack(): Promise<void>;
  /** Exactly once, at the end. */
  leave(): void;
}

export interface RequestQueue {
  /** Resolves when it is this caller's turn. Rejects with `aborted` as soon as the signal fires; such a caller never starts. */
  enter(visitor?: Visitor): Promise<Turn>;
}

/** Background work that so many users have gone before is let in once, for one native run, so that it ends some day. */
export const longestWait = 16;

interface Waiter {
  readonly start: () => void;
}

export function requestQueue(): RequestQueue {
  const lanes: Record<Urgency, Waiter[]> = { user: [], background: [] };
  let busy = false;
  let passed = 0; // users who went before the background work that waits

  function pick(): Waiter | undefined {
    const { user, background } = lanes;
    if (background.length === 0) passed = 0;
    if (user.length > 0 && passed < longestWait) {
      if (background.length > 0) passed += 1;
      return user.shift();
    }
    const late = background.shift();
    if (late === undefined) return user.shift();
    passed = 0;
    return late;
  }

  function next(): void {
    if (busy) return;
    const waiter = pick();
    if (waiter === undefined) return;
    busy = true;
    waiter.start();
  }

  function free(): void {
    busy = false;
    next();
  }

  function wait(urgency: Urgency, place: 'last' | 'first', signal: AbortSignal | undefined): Promise<void> {
    throwIfAborted(signal);
    return new Promise((resolve, reject) => {
      const lane = lanes[urgency];
      const abort = () => {
        lane.splice(lane.indexOf(waiter), 1);
        reject(new EngineError('aborted', 'Stopped on request'));
      };
      const waiter: Waiter = {
        start: () => {
          signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      if (place === 'first') lane.unshift(waiter);
      else lane.push(waiter);
      next();
    });
  }

  return {
    async enter({ signal, urgency = 'user' } = {}) {
      await wait(urgency, 'last', signal);
      let held = true;
      const lend = () => {
        if (!held) return;
        held = false;
        free();
      };
      const takeBack = async () => {
        if (held) return;
        await wait(urgency, 'first', signal);
        held = true;
      };
      return {
        lend: urgency === 'background' ? lend : () => undefined,
        takeBack,
        async giveWay() {
          throwIfAborted(signal);
          if (urgency !== 'background' || lanes.user.length === 0) return;
          const back = wait(urgency, 'first', signal); // stands in line before the turn is free, so that it counts as waiting
          held = false;
          free();
          await back;
          held = true;
        },
        leave: lend,
      };
    },
  };
}
