/** Runs what a checkpoint's regular expressions do within a time limit: one that backtracks without end would stop the whole engine. */
import { createContext, Script } from 'node:vm';

const context = createContext({});
const script = new Script('work()');

/** Wall-clock milliseconds. Throws RangeError when they are over; what `work` throws passes through. */
export function withinTime<T>(milliseconds: number, work: () => T): T {
  let outcome: { readonly value: T } | undefined;
  context['work'] = () => {
    outcome = { value: work() };
  };
  try {
    // Only the virtual machine's watchdog can interrupt a regular expression.
    script.runInContext(context, { timeout: milliseconds });
  } catch (cause) {
    // Not an Error of this realm: the watchdog makes it in another.
    const code: unknown =
      typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
    if (code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw cause;
    throw new RangeError(`Nothing came of it within ${milliseconds} ms.`, { cause });
  }
  if (outcome === undefined) throw new RangeError('The work was never started.');
  return outcome.value;
}
