/** Reads how many tests passed, failed and were skipped from the reports that vitest and pytest write; runs nothing. */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly words: string;
}

/** A runner's own numbers; `broken`: the run as a whole went wrong, even if no test did. */
interface Told {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly broken: boolean;
}

const vitestSchema = z
  .object({
    numPassedTests: z.number(),
    numFailedTests: z.number(),
    numPendingTests: z.number(),
    success: z.boolean(),
  })
  .transform((told): Told => ({
    passed: told.numPassedTests,
    failed: told.numFailedTests,
    skipped: told.numPendingTests,
    broken: !told.success,
  }));

const number = z.coerce.number().int().nonnegative();
const junitSchema = z
  .object({ tests: number, failures: number, errors: number, skipped: number })
  .transform(({ tests, failures, errors, skipped }): Told => {
    const failed = failures + errors;
    return { passed: tests - failed - skipped, failed, skipped, broken: tests === 0 };
  });

/** `file`: what `vitest --reporter=json` wrote. */
export function countVitest(file: string, exitedWell: boolean): Counts {
  return count(file, exitedWell, (text) => vitestSchema.parse(JSON.parse(text)));
}

/** `file`: what `pytest --junitxml` wrote; it has one suite. */
export function countPytest(file: string, exitedWell: boolean): Counts {
  return count(file, exitedWell, (text) => {
    const suite = /<testsuite\s[^>]*>/.exec(text)?.[0] ?? '';
    const attributes = [...suite.matchAll(/\s(\w+)="([^"]*)"/g)];
    return junitSchema.parse(Object.fromEntries(attributes.map(([, name, value]) => [name, value])));
  });
}

/** A run that did not come to its tests, or that skipped some in CI, has failed even if no test has. */
function count(file: string, exitedWell: boolean, read: (text: string) => Told): Counts {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, words: 'FAILED before the first test' };
  const { passed, skipped, broken, ...told } = read(readFileSync(file, 'utf8'));
  const skippedInCi = process.env['CI'] === 'true' ? skipped : 0;
  const failed = Math.max(told.failed + skippedInCi, exitedWell && !broken ? 0 : 1);
  const skips = skipped > 0 ? `, ${skipped} skipped` : '';
  const words = `${failed > 0 ? 'FAILED' : 'ok'}: ${passed} passed, ${failed} failed${skips}`;
  return { passed, failed, skipped, words };
}
