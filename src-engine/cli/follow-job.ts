/** Waits for a job of the engine and shows how far it is. Ctrl-C cancels it, which keeps what it has found. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Job, JobResult, LocalEngine } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { formatBytes } from '../report/units.ts';
import type { CliContext } from './context.ts';
import type { Reporter } from './reporter.ts';

const lookMs = 100;

export interface Follower {
  readonly context: CliContext;
  readonly reporter: Reporter;
  /** Said after Ctrl-C: what is kept, and how it goes on. */
  readonly kept: string;
  /** Where standard error is no terminal: a line a stage. False where results tell how far it is. */
  readonly lines?: boolean;
  /** After every look, and before the job is off the list. */
  readonly eachLook?: () => Promise<void>;
}

/** Rejects with `aborted` after Ctrl-C, and with the job's own sentence where it failed. The job is off the list afterwards. */
export async function followJob(
  engine: LocalEngine,
  id: number,
  { context, reporter, kept, lines = true, eachLook }: Follower,
): Promise<JobResult> {
  for (;;) {
    const job = (await engine.jobs()).find((known) => known.id === id);
    await eachLook?.();
    if (job?.endedMs !== undefined) return resultOf(engine, job);
    if (context.signal.aborted || job === undefined) {
      await engine.changeJob({ id, change: 'forget' });
      reporter.say(kept);
      throw new EngineError('aborted', 'Stopped on request');
    }
    show(job, context, reporter, lines);
    await wait(lookMs, undefined, { signal: context.signal }).catch(() => undefined); // an abort ends the wait
  }
}

function show(
  { stage, done, total, perSecond, unit }: Job,
  { stderr }: CliContext,
  reporter: Reporter,
  lines: boolean,
): void {
  if (stage === '') return;
  // Where lines are printed there is one a stage.
  const rate =
    stderr.isTTY === true && perSecond !== null
      ? `, ${unit === 'bytes' ? formatBytes(perSecond) : perSecond.toPrecision(2)} a second`
      : '';
  reporter.progress({ stage: `${stage}${rate}`, done, total }, lines);
}

async function resultOf(engine: LocalEngine, { id, state, failure }: Job): Promise<JobResult> {
  const result = await engine.jobResult(id);
  await engine.changeJob({ id, change: 'forget' });
  if (result !== null) return result;
  const words = failure ?? `The job was ${state}`;
  throw new EngineError('bad-input', words.replace(/\.$/u, ''));
}
