/** Notices that this program stood still: a thread of its own looks at the clock, and a look that comes far too late says so. */
import { Worker } from 'node:worker_threads';

export interface Heartbeat {
  /** How long it has stood still since it began, ms: the computer slept, or the program was stopped. Never less than before. */
  readonly lostMs: () => number;
}

export interface HeartbeatTimes {
  readonly everyMs: number;
  /** A shorter wait is that of a busy computer. */
  readonly fromMs: number;
}

const usualTimes: HeartbeatTimes = { everyMs: 250, fromMs: 3000 };

const [last, lost] = [0, 1]; // places in what both threads see, ms

/** Its text is run in the other thread: it must use nothing from outside its own body. */
const beating = `
  const { workerData: { seen, everyMs, fromMs } } = require('node:worker_threads');
  setInterval(() => {
    const now = process.hrtime.bigint() / 1000000n;
    const gap = now - Atomics.load(seen, ${last});
    if (gap >= BigInt(fromMs)) Atomics.add(seen, ${lost}, gap);
    Atomics.store(seen, ${last}, now);
  }, everyMs);
`;

/**
 * The clock goes on during a sleep on macOS and Windows, and stands on Linux, where another one tells (sleeps.ts); during a stop of the program it
 * goes on everywhere. Computing does not hold the thread up, which holds up no end of the process.
 *
 * @param now ms of a clock that the thread has, too
 */
export function startHeartbeat(
  times: HeartbeatTimes = usualTimes,
  now: () => bigint = () => process.hrtime.bigint() / 1_000_000n,
): Heartbeat {
  const seen = new BigInt64Array(new SharedArrayBuffer(16));
  Atomics.store(seen, last, now());
  const worker = new Worker(beating, { eval: true, workerData: { seen, ...times } });
  worker.unref();
  worker.on('error', () => undefined); // a system that refuses a thread notices nothing
  return heartbeatOf(seen, times, now);
}

/** @param seen when the thread looked last, and what it found missing, ms */
export function heartbeatOf(seen: BigInt64Array, { fromMs }: HeartbeatTimes, now: () => bigint): Heartbeat {
  return {
    lostMs: () => {
      // Between two looks of the thread, which may come in between: what it has counted is not to be counted again.
      for (;;) {
        const [before, counted] = [Atomics.load(seen, last), Atomics.load(seen, lost)];
        const gap = now() - before;
        if (Atomics.load(seen, last) !== before) continue;
        return Number(counted + (gap >= BigInt(fromMs) ? gap : 0n));
      }
    },
  };
}
