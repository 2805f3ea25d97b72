/** Whether the computer slept while something was timed: some systems' clocks go on meanwhile, and no time says so by itself. */
import { uptime } from 'node:os';

/** The computer slept; or something stood still, and nobody says whether it was the computer or this program alone. */
export type Pause = 'slept' | 'stood-still';

export interface Sleeps {
  /** Somebody who hears it from the system says that the computer falls asleep or has woken. */
  told(): void;
  /** Call the result for what there was since, or is about to be; undefined where there was nothing. */
  watch(): () => Pause | undefined;
}

export interface SleepClocks {
  /** How long the computer has slept since some moment in the past, ms, where the system tells; always the same number elsewhere. */
  readonly asleepMs?: () => number;
  /** How long this program has stood still, ms, where somebody watches (heartbeat.ts). */
  readonly lostMs?: (() => number) | undefined;
}

/** Of the clocks' own errors; a sleep is longer. */
const shortestMs = 1000;

export function createSleeps({ asleepMs = timeAsleep, lostMs = () => 0 }: SleepClocks = {}): Sleeps {
  // Counted, not switched: a system that tells only one of both leaves nothing behind.
  let told = 0;
  return {
    told() {
      told += 1;
    },
    watch() {
      const before = { told, asleep: asleepMs(), lost: lostMs() };
      return () => {
        if (told !== before.told || asleepMs() - before.asleep >= shortestMs) return 'slept';
        return lostMs() > before.lost ? 'stood-still' : undefined;
      };
    },
  };
}

/** Linux counts the time since it was started with sleep, and the clock that everything is measured by without. */
function timeAsleep(): number {
  return process.platform === 'linux' ? uptime() * 1000 - performance.now() : 0;
}
