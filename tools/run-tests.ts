/** `npm test`: runs every check by name, says how each went, and ends with `N passed, N failed` over all test projects. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { setPriority } from 'node:os';
import { resolve } from 'node:path';
import { countPytest, countVitest, type Counts } from './test-reports.ts';

const root = resolve(import.meta.dirname, '..');
const reports = resolve(root, '.cache/test-reports');

/** In this order; the extra ones only on request, they take minutes. A vitest step has the name of its project. */
const steps = [
  'format',
  'lint',
  'types',
  'unit',
  'window',
  'integration',
  'parity',
  'contract',
  'cli',
  'build',
  'e2e',
] as const;
const extraSteps = ['package', 'pocket'] as const;
/** They read the sources, on one processor each: those that follow one another run at the same time and are printed in turn. */
const readers: ReadonlySet<string> = new Set(['format', 'lint', 'types']);
const projects: ReadonlySet<string> = new Set([
  'unit',
  'window',
  'integration',
  'parity',
  'contract',
  'cli',
  'e2e',
  'package',
]);

/** Gigabytes of packages are fetched and unpacked for it, which goes on beside the steps before it, in what they leave of the processors. */
const prepared: ReadonlySet<string> = new Set(['pocket']);
/** A step whose tests do not mind how slow it is for them runs beside one that mostly waits or has one processor, behind it in priority; it is printed in its turn. */
const besides: ReadonlyMap<string, string> = new Map([
  ['lint', 'unit'],
  ['e2e', 'pocket'],
]);
const behind = 10; // of Unix's -20 to 19
const farBehind = 15;

interface Outcome extends Counts {
  readonly step: string;
  readonly seconds: number;
}

interface Ran extends Outcome {
  readonly show: () => void;
}

/** How a step that runs tests is asked for a report, and how that is read. */
interface Report {
  readonly options: readonly string[];
  readonly count: (exitedWell: boolean) => Counts;
}

function reportOf(step: string): Report | undefined {
  if (step === 'pocket') {
    const file = resolve(reports, `${step}.xml`);
    return { options: [`--junitxml=${file}`], count: (exitedWell) => countPytest(file, exitedWell) };
  }
  if (!projects.has(step)) return undefined;
  const file = resolve(reports, `${step}.json`);
  const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return { options, count: (exitedWell) => countVitest(file, exitedWell) };
}

/** @param alone its output is shown as it comes; else `show` shows it when it is over */
async function runStep(step: string, alone: boolean, priority?: number): Promise<Ran> {
  const title = `\n=== ${step} ===`;
  if (alone) console.log(title);
  const started = Date.now();
  const report = reportOf(step);
  const script = step === 'build' ? 'build' : `test:${step}`;
  const more = report ? ['--', ...report.options] : [];
  const child = spawn('npm', ['run', '--silent', script, ...more], {
    cwd: root,
    stdio: alone ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  if (priority !== undefined) lower(child, priority);
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece: Buffer) => said.push(piece));
  const [status] = (await once(child, 'close')) as [number | null];
  const seconds = (Date.now() - started) / 1000;
  const show = () => {
    if (!alone) console.log(`${title}\n${Buffer.concat(said).toString()}`);
  };
  if (report) return { step, seconds, show, ...report.count(status === 0) };
  const failed = status === 0 ? 0 : 1;
  return {
    step,
    seconds,
    show,
    passed: 0,
    failed,
    skipped: 0,
    words: failed ? 'FAILED' : 'ok',
    failures: [],
  };
}

/** What it starts has the same priority. */
function lower({ pid }: ChildProcess, priority: number): void {
  if (pid !== undefined) setPriority(pid, priority);
}

/** Resolves when it is over, well or not: the step itself does what is missing, and says what fails. */
async function prepare(step: string): Promise<void> {
  const words = ['run', '--silent', `test:${step}`, '--', '--prepare'];
  const child = spawn('npm', words, { cwd: root, stdio: 'ignore', shell: process.platform === 'win32' });
  lower(child, farBehind);
  await once(child, 'close').catch(() => undefined);
}

async function runAll(names: readonly string[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const preparing = new Map(names.filter((name) => prepared.has(name)).map((name) => [name, prepare(name)]));
  const early = new Map<string, Promise<Ran>>();
  const begin = async (name: string, alone: boolean, priority?: number): Promise<Ran> => {
    await preparing.get(name);
    return runStep(name, alone, priority);
  };
  while (outcomes.length < names.length) {
    const rest = names.slice(outcomes.length);
    const other = rest.findIndex((name) => !readers.has(name));
    const group = rest.slice(0, Math.max(1, other < 0 ? rest.length : other));
    const companion = group.map((name) => besides.get(name)).find((name) => name !== undefined);
    if (companion !== undefined && rest.includes(companion))
      early.set(companion, begin(companion, false, behind));
    const ran = await Promise.all(group.map((name) => early.get(name) ?? begin(name, group.length === 1)));
    for (const { show, ...outcome } of ran) {
      show();
      outcomes.push(outcome);
    }
  }
  return outcomes;
}

async function main(asked: readonly string[]): Promise<void> {
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
  const outcomes = await runAll(names);
  console.log('');
  for (const { step, words, seconds } of outcomes) {
    console.log(`${step.padEnd(10)}${`${seconds.toFixed(1)} s`.padStart(9)}  ${words}`);
  }
  const failures = outcomes.flatMap((outcome) => outcome.failures);
  if (failures.length > 0) console.log(`\n${failures.map((words) => `failed: ${words}`).join('\n')}`);
  const sum = (pick: (outcome: Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + pick(outcome), 0);
  const failed = sum((outcome) => outcome.failed);
  console.log(`\n${sum((outcome) => outcome.passed)} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

await main(process.argv.slice(2));
