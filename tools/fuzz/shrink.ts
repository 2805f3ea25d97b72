/** From an input that an oracle objects to, to the smallest one with the same objection. */
import fc from 'fast-check';
import type { Target } from './target.ts';
import type { Worker } from './worker.ts';

export interface Smallest {
  readonly path: string; // of fast-check, to be replayed with the seed
  readonly input: unknown;
}

/** Objections of one kind begin alike; what follows names the input. */
const kindOf = (fault: string): string => fault.replace(/[\d"'(\[].*$/u, '').slice(0, 50);

export async function shrunk(
  target: Target,
  { seed, index, fault }: { readonly seed: number; readonly index: number; readonly fault: string },
  worker: Worker,
  seconds: number,
): Promise<Smallest | undefined> {
  const property = fc.asyncProperty(await target.inputs(), async (input) => {
    for await (const { outcome } of worker.run({ kind: 'input', target: target.name, input })) {
      if (outcome.fault !== undefined && kindOf(outcome.fault) === kindOf(fault))
        throw new Error(outcome.fault);
    }
  });
  const details = await fc.check(property, {
    seed,
    path: String(index),
    numRuns: 1,
    // The plugin that is to follow them is typed for a property of anything, not of what this one takes (fast-check 4.10.2).
    interruptAfterTimeLimit: seconds * 1000, // oxlint-disable-line typescript/no-deprecated
    markInterruptAsFailure: true, // oxlint-disable-line typescript/no-deprecated
  });
  worker.abandon(); // where time was up, an input is still being read
  if (details.counterexample === null) return undefined;
  return { path: details.counterexamplePath, input: details.counterexample[0] };
}
