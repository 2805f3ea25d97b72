/** Jobs whose work a test does step by step, on a real database: what the runner does is all that is tested. */
import { expect, onTestFinished } from 'vitest';
import { openDatabase } from '../../src-engine/database/database.ts';
import type { Database } from '../../src-engine/database/database.ts';
import type { Job, JobRequest, JobResult } from '../../src-engine/engine.ts';
import { EngineError } from '../../src-engine/errors.ts';
import { createPace } from '../../src-engine/inference/pace.ts';
import type { LoadedModel } from '../../src-engine/inference/loaded-model.ts';
import { createJobs } from '../../src-engine/jobs/jobs.ts';
import type { Jobs, JobsHost } from '../../src-engine/jobs/jobs.ts';
import type { JobContext } from '../../src-engine/jobs/kind.ts';
import { eventually } from '../support/eventually.ts';
import { loadSmall } from '../support/loaded.ts';

/** A run that has begun and waits for the test. */
export interface Run {
  readonly source: string;
  readonly again: boolean;
  readonly signal: AbortSignal;
  readonly progress: (stage: string, done: number, total: number) => void;
  readonly end: () => void;
  readonly fail: (cause: unknown) => void;
}

export interface Scripted {
  readonly jobs: Jobs;
  /** All that have begun, in that order. */
  readonly runs: readonly Run[];
  /** Sources of which half-results were removed. */
  readonly discarded: readonly string[];
  readonly start: (source: string, model?: string) => Job;
  readonly states: () => readonly string[]; // 'a running', in the order of the list
}

export const request = (source: string, directory = '/models/loaded'): JobRequest => ({
  kind: 'collect',
  model: { directory },
  collect: { source },
});

let model: LoadedModel | undefined;

export async function scriptedJobs(
  folder: string,
  host: Partial<JobsHost> & { readonly through?: (database: Database) => Database } = {},
): Promise<Scripted> {
  model ??= await loadSmall('llava15-clip');
  const loaded = model;
  const opened = openDatabase(folder);
  const database = host.through?.(opened) ?? opened;
  const runs: Run[] = [];
  const discarded: string[] = [];
  const jobs = createJobs(
    {
      database: () => database,
      cacheDirectory: folder,
      which: 'every',
      fits: ({ model: { directory } }) => directory === '/models/loaded',
      watchSleep: () => () => false,
      inTurn: ({ signal }, work) => work(loaded, createPace(signal), () => []),
      ...host,
    },
    () => ({
      about: aboutOf,
      title: (asked) => `Counting ${aboutOf(asked)}`,
      run: (asked, context) => context.inTurn(() => waits(runs, aboutOf(asked), context)),
      discard: (asked) => {
        discarded.push(aboutOf(asked));
        return Promise.resolve();
      },
    }),
  );
  onTestFinished(async () => {
    await jobs.close();
    opened.close();
  });
  return {
    jobs,
    runs,
    discarded,
    start: (source, directory) => jobs.start(request(source, directory)),
    states: () => jobs.list().map(({ about, state }) => `${about} ${state}`),
  };
}

const aboutOf = (asked: JobRequest) => (asked.kind === 'collect' ? asked.collect.source : '');

/** Ends as the test says, or when it is stopped. */
function waits(runs: Run[], source: string, { call, again }: JobContext): Promise<JobResult> {
  const signal = call.signal ?? new AbortController().signal;
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new EngineError('aborted', 'Stopped')));
    runs.push({
      source,
      again,
      signal,
      progress: (stage, done, total) => {
        try {
          call.onProgress?.({ stage, done, total });
        } catch (cause) {
          reject(cause instanceof Error ? cause : new Error(String(cause)));
        }
      },
      end: () =>
        resolve({ kind: 'collect', collect: { source, images: 3, unreadable: 0, encodes: 3, known: 0 } }),
      fail: (cause) => reject(cause instanceof Error ? cause : new Error(String(cause))),
    });
  });
}

/** The nth run, once it has begun. */
export async function begun({ runs }: Scripted, number = 0): Promise<Run> {
  await eventually(() => expect(runs.length).toBeGreaterThan(number));
  return runs[number]!;
}

export const settles = (scripted: Scripted, ...states: string[]) =>
  eventually(() => expect(scripted.states()).toEqual(states));
