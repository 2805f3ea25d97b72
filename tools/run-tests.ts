/** `npm test`: runs every check by name, says how each went, and ends with `N passed, N failed` over all test projects. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '..');
const reports = resolve(root, '.cache/test-reports');

/** In this order; `package` only on request, it takes minutes. A vitest step has the name of its project. */
const steps = ['format', 'lint', 'types', 'unit', 'parity', 'contract', 'cli', 'build', 'e2e'] as const;
const extraSteps = ['package'] as const;
const projects: ReadonlySet<string> = new Set(['unit', 'parity', 'contract', 'cli', 'e2e', 'package']);

interface Outcome {
  readonly step: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
  readonly words: string;
}

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numFailedTestSuites: z.number(),
  success: z.boolean(),
});

function runStep(step: string): Outcome {
  console.log(`\n=== ${step} ===`);
  const started = Date.now();
  const report = resolve(reports, `${step}.json`);
  const script = step === 'build' ? 'build' : `test:${step}`;
  const more = projects.has(step)
    ? ['--', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    : [];
  const { status } = spawnSync('npm', ['run', '--silent', script, ...more], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  const seconds = (Date.now() - started) / 1000;
  if (!projects.has(step)) {
    const failed = status === 0 ? 0 : 1;
    return { step, passed: 0, failed, skipped: 0, seconds, words: failed ? 'FAILED' : 'ok' };
  }
  return { step, seconds, ...countTests(report, status === 0) };
}

/** A run that did not come to its tests, or that skipped some in CI, has failed even if no test has. */
function countTests(report: string, exitedWell: boolean): Omit<Outcome, 'step' | 'seconds'> {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0, words: 'FAILED before the first test' };
  const counts = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
  const { numPassedTests: passed, numPendingTests: skipped } = counts;
  const skippedInCi = process.env['CI'] === 'true' ? skipped : 0;
  const failed = Math.max(counts.numFailedTests + skippedInCi, exitedWell && counts.success ? 0 : 1);
  const skips = skipped > 0 ? `, ${skipped} skipped` : '';
  return {
    passed,
    failed,
    skipped,
    words: `${failed > 0 ? 'FAILED' : 'ok'}: ${passed} passed, ${failed} failed${skips}`,
  };
}

function main(asked: readonly string[]): void {
  const known: readonly string[] = [...steps, ...extraSteps];
  const unknown = asked.filter((name) => name !== 'all' && !known.includes(name));
  if (unknown.length > 0) {
    console.error(
      `There is no step called ${unknown.join(', ')}; the steps are ${known.join(', ')}, and all for those of npm test.`,
    );
    process.exitCode = 2;
    return;
  }
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const names = asked.length === 0 ? steps : asked.flatMap((name) => (name === 'all' ? steps : [name]));
  const outcomes = names.map(runStep);
  console.log('');
  for (const { step, words, seconds } of outcomes) {
    console.log(`${step.padEnd(10)}${`${seconds.toFixed(1)} s`.padStart(9)}  ${words}`);
  }
  const sum = (pick: (outcome: Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + pick(outcome), 0);
  const failed = sum((outcome) => outcome.failed);
  console.log(`\n${sum((outcome) => outcome.passed)} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

main(process.argv.slice(2));
