/** Runs what a checkpoint's regular expressions do within a time limit: one that backtracks without end would stop the whole engine. */
import { createContext, Script } from 'node:vm';

const context = createContext({});
const script = new Script('work()');

/** How often work is begun anew that was interrupted while other programs had the processor. */
const attempts = 5;

/**
 * Milliseconds of the processor: work that this computer hardly let run is begun anew, so it must bear to be run again.
 * Throws RangeError when the time is over; what `work` throws passes through.
 */
export function withinTime<T>(milliseconds: number, work: () => T): T {
  for (let attempt = 1; ; attempt += 1) {
    const before = process.cpuUsage();
    const outcome = attemptWithin(milliseconds, work);
    if (outcome.kind === 'done') return outcome.value;
    const { user, system } = process.cpuUsage(before);
    // Half: the watchdog counts on a wall clock, and a little of what the process uses is not the work's.
    if (attempt === attempts || (user + system) / 1000 > milliseconds / 2)
      throw new RangeError(`Nothing came of it within ${milliseconds} ms.`, { cause: outcome.cause });
  }
}

type Outcome<T> =
  { readonly kind: 'done'; readonly value: T } | { readonly kind: 'interrupted'; readonly cause: unknown };

function attemptWithin<T>(milliseconds: number, work: () => T): Outcome<T> {
  let outcome: Outcome<T> = { kind: 'interrupted', cause: undefined };
  context['work'] = () => {
    outcome = { kind: 'done', value: work() };
  };
  try {
    // Only the virtual machine's watchdog can interrupt a regular expression.
    script.runInContext(context, { timeout: milliseconds });
  } catch (cause) {
    // Not an Error of this realm: the watchdog makes it in another.
    const code: unknown =
      typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
    if (code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw cause;
    return { kind: 'interrupted', cause };
  }
  return outcome;
}
