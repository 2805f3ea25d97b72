/** Reads how many tests passed, failed and were skipped from the reports that vitest and pytest write; runs nothing. */
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly words: string;
  /** One a failed test, in the order of the report: file, name, and what it said first. */
  readonly failures: readonly string[];
}

/** A runner's own numbers; `broken`: the run as a whole went wrong, even if no test did. */
interface Told {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly broken: boolean;
  readonly failures: readonly string[];
}

/** The first line of what went wrong, without colours, and no longer than a line of a terminal. */
function inOneLine(file: string, name: string, message: string): string {
  const first = stripVTControlCharacters(message).trim().split('\n')[0] ?? '';
  return `${relative(process.cwd(), file)} > ${name}: ${first.slice(0, 200)}`;
}

const vitestSchema = z
  .object({
    numPassedTests: z.number(),
    numFailedTests: z.number(),
    numPendingTests: z.number(),
    success: z.boolean(),
    testResults: z.array(
      z.object({
        name: z.string(),
        status: z.string(),
        message: z.string(),
        assertionResults: z.array(
          z.object({
            fullName: z.string(),
            status: z.string(),
            failureMessages: z.array(z.string()).nullish(),
          }),
        ),
      }),
    ),
  })
  .transform((told): Told => ({
    passed: told.numPassedTests,
    failed: told.numFailedTests,
    skipped: told.numPendingTests,
    broken: !told.success,
    failures: told.testResults.flatMap(({ name, status, message, assertionResults }) => {
      const failed = assertionResults.filter((test) => test.status === 'failed');
      const whole = status === 'failed' && failed.length === 0 ? [inOneLine(name, 'the file', message)] : [];
      return [
        ...whole,
        ...failed.map((test) => inOneLine(name, test.fullName, test.failureMessages?.[0] ?? '')),
      ];
    }),
  }));

const number = z.coerce.number().int().nonnegative();
const junitSchema = z
  .object({ tests: number, failures: number, errors: number, skipped: number })
  .transform(({ tests, failures, errors, skipped }): Told => {
    const failed = failures + errors;
    return { passed: tests - failed - skipped, failed, skipped, broken: tests === 0, failures: [] };
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
  if (!existsSync(file))
    return { passed: 0, failed: 1, skipped: 0, words: 'FAILED before the first test', failures: [] };
  const { passed, skipped, broken, failures, ...told } = read(readFileSync(file, 'utf8'));
  const skippedInCi = process.env['CI'] === 'true' ? skipped : 0;
  const failed = Math.max(told.failed + skippedInCi, exitedWell && !broken ? 0 : 1);
  const skips = skipped > 0 ? `, ${skipped} skipped` : '';
  const words = `${failed > 0 ? 'FAILED' : 'ok'}: ${passed} passed, ${failed} failed${skips}`;
  return { passed, failed, skipped, words, failures };
}
