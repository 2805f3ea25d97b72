/** Runs what a checkpoint's regular expressions do within a time limit: one that backtracks without end would stop the whole engine. */
import { createContext, Script } from 'node:vm';

const context = createContext({});
const script = new Script('work()');

/** How often work is begun anew that was interrupted while other programs had the processor. */
const attempts = 5;

type Outcome<T> =
  { readonly kind: 'done'; readonly value: T } | { readonly kind: 'interrupted'; readonly cause: unknown };

/** The two clocks of the limit: one that can interrupt, and one that tells work from waiting. */
export interface Watch {
  /** Runs the work and interrupts it after so many milliseconds by the wall clock. */
  attempt<T>(milliseconds: number, work: () => T): Outcome<T>;
  /** Milliseconds of the processor that this process has had. */
  processor(): number;
}

/**
 * Milliseconds of the processor: work that this computer hardly let run is begun anew, so it must bear to be run again.
 * Throws RangeError when the time is over; what `work` throws passes through.
 */
export function withinTime<T>(milliseconds: number, work: () => T, watch: Watch = virtualMachine): T {
  for (let attempt = 1; ; attempt += 1) {
    const before = watch.processor();
    const outcome = watch.attempt(milliseconds, work);
    if (outcome.kind === 'done') return outcome.value;
    // Half: the watchdog counts on a wall clock, and a little of what the process uses is not the work's.
    if (attempt === attempts || watch.processor() - before > milliseconds / 2)
      throw new RangeError(`It did not finish within ${milliseconds} ms.`, { cause: outcome.cause });
  }
}

/** Only the virtual machine's watchdog can interrupt a regular expression. */
const virtualMachine: Watch = {
  attempt<T>(milliseconds: number, work: () => T): Outcome<T> {
    let outcome: Outcome<T> = { kind: 'interrupted', cause: undefined };
    context['work'] = () => {
      outcome = { kind: 'done', value: work() };
    };
    try {
      script.runInContext(context, { timeout: milliseconds });
    } catch (cause) {
      // Not an Error of this realm: the watchdog makes it in another.
      const code: unknown =
        typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
      if (code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw cause;
      return { kind: 'interrupted', cause };
    }
    return outcome;
  },
  processor() {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  },
};
