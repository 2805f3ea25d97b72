/** The property that every reader of hostile input has: a result or one sentence, at a bounded price, nothing read outside the chosen folder. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { watchOpens } from '../../tools/fuzz/opens.ts';
import { makePlace, removePlace, type Place } from '../../tools/fuzz/place.ts';
import { runCase } from '../../tools/fuzz/run-case.ts';
import type { Target } from '../../tools/fuzz/target.ts';

/** The same inputs at every run: what is new is looked for by `npm run fuzz`. */
const seed = 2026;

export function everyInput(targets: readonly Target[], numRuns: number): void {
  let place: Place;
  beforeAll(async () => {
    watchOpens();
    place = await makePlace();
  });
  afterAll(() => removePlace(place));

  it.each(targets.map((target) => [target.name, target] as const))(
    '%s: every input is read, or refused in one sentence',
    async (_, target) => {
      const property = fc.asyncProperty(await target.inputs(), async (input) => {
        expect((await runCase(target, input, place)).fault).toBeUndefined();
      });
      await fc.assert(property, { seed, numRuns });
    },
  );
}
