import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { countPytest, countVitest } from '../../tools/test-reports.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'test-reports-'));
  vi.stubEnv('CI', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function written(text: string): string {
  const file = join(folder, 'report');
  writeFileSync(file, text);
  return file;
}

const junit = (failures: number, errors: number, skipped: number) =>
  written(
    `<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" errors="${errors}" ` +
      `failures="${failures}" skipped="${skipped}" tests="120" time="12.345" hostname="here"><testcase tests="7" /></testsuite></testsuites>`,
  );

const vitest = (numFailedTests: number, numPendingTests: number, success: boolean) =>
  written(JSON.stringify({ numPassedTests: 40, numFailedTests, numPendingTests, success, testResults: [] }));

describe('the report of pytest', () => {
  it('gives the tests that passed', () => {
    expect(countPytest(junit(0, 0, 0), true)).toEqual({
      passed: 120,
      failed: 0,
      skipped: 0,
      words: 'ok: 120 passed, 0 failed',
      failures: [],
    });
  });

  it('counts failures and errors as failed', () => {
    expect(countPytest(junit(2, 1, 0), false)).toMatchObject({ passed: 117, failed: 3 });
  });

  it('counts skipped tests as failed in CI alone', () => {
    expect(countPytest(junit(0, 0, 4), true)).toMatchObject({ passed: 116, failed: 0, skipped: 4 });
    vi.stubEnv('CI', 'true');
    expect(countPytest(junit(0, 0, 4), true)).toEqual({
      passed: 116,
      failed: 4,
      skipped: 4,
      words: 'FAILED: 116 passed, 4 failed, 4 skipped',
      failures: [],
    });
  });

  it('has failed when pytest says so though every test passed', () => {
    expect(countPytest(junit(0, 0, 0), false)).toMatchObject({ passed: 120, failed: 1 });
  });

  it('has failed when there was no test', () => {
    const empty = written(
      '<testsuites><testsuite errors="0" failures="0" skipped="0" tests="0"/></testsuites>',
    );
    expect(countPytest(empty, true)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('is refused when it is not one', () => {
    expect(() => countPytest(written('<html></html>'), true)).toThrow();
  });
});

describe('the report of vitest', () => {
  it('gives the tests that passed, failed and were skipped', () => {
    expect(countVitest(vitest(0, 2, true), true)).toMatchObject({ passed: 40, failed: 0, skipped: 2 });
    expect(countVitest(vitest(3, 0, false), false)).toMatchObject({ passed: 40, failed: 3 });
  });

  it('names every test that failed and the first line of why, and a file that could not be loaded', () => {
    const test = (fullName: string, status: string, ...failureMessages: string[]) => ({
      fullName,
      status,
      failureMessages,
    });
    const file = (name: string, message: string, ...assertionResults: ReturnType<typeof test>[]) => ({
      name: resolve(name),
      status: 'failed',
      message,
      assertionResults,
    });
    const report = {
      numPassedTests: 1,
      numFailedTests: 1,
      numPendingTests: 0,
      success: false,
      testResults: [
        file(
          'tests/a.test.ts',
          '',
          test('a holds', 'passed'),
          test('b holds', 'failed', '\u001b[31mError: 1 is not 2\u001b[39m\n    at a.test.ts:3'),
        ),
        file('tests/b.test.ts', "Cannot find module 'c'"),
      ],
    };
    expect(countVitest(written(JSON.stringify(report)), false).failures).toEqual([
      'tests/a.test.ts > b holds: Error: 1 is not 2',
      "tests/b.test.ts > the file: Cannot find module 'c'",
    ]);
  });

  it('has failed when a file of tests could not be loaded', () => {
    expect(countVitest(vitest(0, 0, false), true)).toMatchObject({ failed: 1 });
  });
});

it('a run without a report failed before its first test', () => {
  for (const count of [countPytest, countVitest]) {
    expect(count(join(folder, 'none'), true)).toEqual({
      passed: 0,
      failed: 1,
      skipped: 0,
      words: 'FAILED before the first test',
      failures: [],
    });
  }
});
