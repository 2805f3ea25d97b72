/** The engine's jobs: asked for, listed, changed, and run one after the other in the background while their model is loaded. */
import { basename } from 'node:path';
import { z } from 'zod';
import type {
  CallOptions,
  Job,
  JobChange,
  JobKind,
  JobRequest,
  JobResult,
  MayRead,
  Progress as CallProgress,
  SweepRow,
} from '../engine.ts';
import { EngineError } from '../errors.ts';
import type { Database } from '../database/database.ts';
import type { Loaded } from '../inference/loaded-model.ts';
import type { Pace } from '../inference/pace.ts';
import { hasEnded, jobTable } from './job-table.ts';
import type { StoredJob } from './job-table.ts';
import type { DisturbedBy, HubSeam, JobKindObject } from './kind.ts';
import { kindOf } from './kinds.ts';
import { beatMs, newLease } from './lease.ts';
import { isPasted } from './sweep-picture.ts';
import { createRate, secondsLeft } from './rate.ts';
import { sweepTable } from './sweep-table.ts';

export interface JobsHost {
  /** Opened when it is first asked for, closed with the jobs. */
  readonly database: () => Database;
  readonly cacheDirectory: string;
  /** Without it nothing is downloaded. */
  readonly hub?: HubSeam;
  /** Run every job of the database that nobody else has taken, or those that were started here. */
  readonly which: 'every' | 'own';
  /** Whether what is loaded is what the job asks for. */
  readonly fits: (request: JobRequest) => boolean;
  /** What a job that does not fit waits for, in words; that its model is loaded, unless said. */
  readonly waitsFor?: (request: JobRequest) => string;
  /** Work with the loaded model when its turn comes. */
  readonly inTurn: <T>(
    call: CallOptions,
    work: (model: Loaded, pace: Pace, disturbedBy: DisturbedBy) => Promise<T>,
  ) => Promise<T>;
  /** Asked about what files and folders name; everything may be read without it. */
  readonly mayRead?: MayRead | undefined;
  /** As EngineOptions has it. */
  readonly mayGoOn?: MayRead | undefined;
  /** Call the result for whether the computer slept since. */
  readonly watchSleep: () => () => boolean;
  /** This process is about to end, for the graphics device is lost: the job is left as its death will leave it. Without it such a job fails. */
  readonly onLostDevice?: ((error: EngineError) => void) | undefined;
}

export interface Jobs {
  start(request: JobRequest): Job;
  list(): Job[];
  change(id: number, change: JobChange): Job | null;
  result(id: number): JobResult | null;
  sweepRows(id: number): readonly SweepRow[] | null;
  /** Something has changed that a job may have waited for. */
  wake(): void;
  /** What runs goes back to the queue. */
  close(): Promise<void>;
}

/** Progress is written down no more often. */
const noteMs = 200;

const resultSchema = z.custom<JobResult>((value) => z.object({ kind: z.string() }).safeParse(value).success);

type KindOf = (request: JobRequest) => JobKindObject<JobKind>;

/** @param objectOf what the kinds of jobs are */
export function createJobs(host: JobsHost, objectOf: KindOf = kindOf): Jobs {
  const lease = newLease();
  /** Started or resumed here. */
  const own = new Set<number>();
  /** Started here, so that what they name was judged here. */
  const judged = new Set<number>();
  /** Failures that could not be written down, as on a full disk. */
  const unwritten = new Map<number, string>();
  let opened: ReturnType<typeof jobTable> | undefined;
  let ticking: NodeJS.Timeout | undefined;
  const lanes = [newLane(false), newLane(true)];
  let closed = false;

  const table = () => {
    opened ??= jobTable(host.database());
    // Jobs of a process that has died are free after a while.
    ticking ??= setInterval(wake, beatMs).unref();
    return opened;
  };

  function wake(): void {
    if (closed || opened === undefined) return;
    for (const lane of lanes) wakeLane(lane);
  }

  function wakeLane(lane: Lane): void {
    lane.woken = lane.loop !== undefined; // it may have looked for the last time already
    if (lane.woken) return;
    lane.loop = runAll(lane)
      .catch(() => undefined) // whoever asks for the jobs meets the same failure, and is told it
      .finally(() => {
        lane.loop = undefined;
        if (lane.woken && !closed) wakeLane(lane);
      });
  }

  const isBeside = (request: JobRequest) => objectOf(request).beside === true;
  const laneOf = (request: JobRequest) => lanes.find(({ beside }) => beside === isBeside(request));
  const isReady = (request: JobRequest) => isBeside(request) || host.fits(request);
  /** What makes requests of its own rests where nobody here has asked for it. */
  const isMine = ({ id, request }: Pick<StoredJob, 'id' | 'request'>) =>
    own.has(id) || (host.which === 'every' && !isBeside(request));

  function next({ beside }: Lane): StoredJob | undefined {
    return table()
      .all()
      .find(
        (job) =>
          job.state === 'queued' &&
          isBeside(job.request) === beside &&
          !unwritten.has(job.id) &&
          isMine(job) &&
          isReady(job.request),
      );
  }

  async function runAll(lane: Lane): Promise<void> {
    for (let job = next(lane); job !== undefined && !closed; job = next(lane)) {
      if (taken(job)) await runOne(job, lane);
    }
  }

  function taken({ id }: StoredJob): boolean {
    try {
      return table().take(id, lease);
    } catch (cause) {
      unwritten.set(id, failureOf(cause) ?? 'It could not be begun.');
      return false;
    }
  }

  async function runOne({ id, request, attempts }: StoredJob, lane: Lane): Promise<void> {
    const controller = new AbortController();
    const { signal } = controller;
    lane.current = { id, controller };
    let rate = createRate();
    let slept = host.watchSleep();
    let progress: CallProgress = { stage: '', done: 0, total: 0 };
    let notedAt = 0;
    const note = () => {
      notedAt = performance.now();
      if (!table().beat(id, lease.owner, { ...progress, perSecond: rate.perSecond() })) controller.abort();
    };
    const onProgress = (now: CallProgress) => {
      const another = now.stage !== progress.stage;
      progress = now;
      if (slept()) {
        rate = createRate(); // the hours of a sleep are no work
        slept = host.watchSleep();
      }
      rate.note(performance.now(), now.done);
      if (another || performance.now() - notedAt >= noteMs) note();
    };
    const beats = setInterval(() => {
      try {
        note();
      } catch {
        controller.abort(); // the work will meet the same failure, and say it
      }
    }, beatMs).unref();
    const call: CallOptions = { signal, urgency: 'background', onProgress };
    try {
      if (!judged.has(id)) await judge(request);
      const result = await objectOf(request).run(request, {
        id,
        database: host.database(),
        cacheDirectory: host.cacheDirectory,
        hub: host.hub ?? noHub,
        mayRead: host.mayRead,
        call,
        again: attempts > 0,
        kept: once(() => table().kept(id, lease.owner)),
        inTurn: (work) =>
          host.inTurn(call, (model, pace, disturbedBy) => {
            if (host.fits(request)) return work(model, pace, disturbedBy);
            throw new EngineError('aborted', 'Another model was loaded meanwhile');
          }),
      });
      note();
      table().leave(id, lease.owner, 'done', { result });
    } catch (cause) {
      end(id, cause);
    } finally {
      clearInterval(beats);
      lane.current = undefined;
    }
    if (table().get(id) === undefined) discard(request);
  }

  /** What cannot be removed is in nobody's way. */
  function discard(request: JobRequest): void {
    void objectOf(request)
      .discard?.(request)
      .catch(() => undefined);
  }

  async function judge(request: JobRequest): Promise<void> {
    const { mayGoOn, cacheDirectory } = host;
    if (mayGoOn === undefined) return;
    for (const picture of objectOf(request).pictures?.(request) ?? [])
      if (!isPasted(picture, cacheDirectory)) await mayGoOn(picture);
  }

  function end(id: number, cause: unknown): void {
    if (host.onLostDevice !== undefined && cause instanceof EngineError && cause.code === 'device-lost') {
      host.onLostDevice(cause);
      return;
    }
    const failure = failureOf(cause);
    try {
      // A job that was paused or cancelled is not ours any more, and this changes nothing.
      if (failure === undefined) table().leave(id, lease.owner, 'queued');
      else table().leave(id, lease.owner, 'failed', { failure });
    } catch (notWritten) {
      unwritten.set(id, failure ?? failureOf(notWritten) ?? 'It stopped.');
    }
  }

  function describe(job: StoredJob): Job {
    const { id, request, stage, done, total, createdMs, endedMs } = job;
    const lost = unwritten.get(id);
    const rests = job.state === 'queued' && isBeside(request) && !own.has(id);
    const state = lost !== undefined ? 'failed' : rests ? 'paused' : job.state;
    const { unit } = objectOf(request);
    const failure = lost ?? job.failure;
    const perSecond = state === 'running' ? job.perSecond : null;
    return {
      id,
      kind: request.kind,
      model: request.model,
      about: objectOf(request).about(request),
      title: objectOf(request).title(request),
      ...(request.kind === 'evaluate' ? { evaluate: request.evaluate } : {}),
      ...(request.kind === 'sweep' ? { sweep: request.sweep } : {}),
      state,
      ...(state === 'queued' && !isReady(request)
        ? {
            waitsFor:
              host.waitsFor?.(request) ?? `waits until ${basename(request.model.directory)} is loaded`,
          }
        : {}),
      stage,
      ...(unit === undefined ? {} : { unit }),
      done,
      total,
      perSecond,
      secondsLeft: secondsLeft(perSecond, done, total),
      ...(state === 'failed' && failure !== null ? { failure } : {}),
      createdMs,
      ...(endedMs === null ? {} : { endedMs }),
    };
  }

  return {
    start(request) {
      const job = table().add(request);
      own.add(job.id);
      judged.add(job.id);
      unwritten.delete(job.id);
      wake();
      return describe(job);
    },
    list() {
      const jobs = table().all().map(describe);
      wake();
      return jobs;
    },
    change(id, change) {
      const job = table().get(id);
      if (job === undefined) return null;
      if (!allowed(change, describe(job).state)) {
        throw new EngineError(
          'bad-input',
          `A job that is ${describe(job).state} cannot be ${changeWords[change]}`,
        );
      }
      if (change === 'resume') own.add(id);
      if (change === 'pause') table().set(id, 'paused');
      if (change === 'cancel') table().set(id, 'cancelled');
      // One whose failure could not be written down still stands there as running.
      if (change === 'resume' && (unwritten.has(id) || job.state !== 'running')) table().set(id, 'queued');
      if (change === 'first') table().first(id);
      if (change === 'forget') {
        table().forget(id);
        sweepTable(host.database()).forget(id);
      }
      if (change !== 'first') unwritten.delete(id);
      const stops = change === 'pause' || change === 'cancel' || change === 'forget';
      const current = laneOf(job.request)?.current;
      const idle = current?.id !== id && job.state !== 'running'; // else whoever runs it discards it
      if (change === 'forget' && idle && job.state !== 'done') discard(job.request);
      if (stops && current?.id === id) current.controller.abort();
      // What runs goes back to the queue, and on when its turn comes again.
      if (change === 'first' && job.state === 'queued' && isReady(job.request)) current?.controller.abort();
      wake();
      const after = table().get(id);
      return describe(after ?? { ...job, state: hasEnded(job.state) ? job.state : 'cancelled' });
    },
    result(id) {
      const text = table().result(id);
      return text === undefined ? null : resultSchema.parse(JSON.parse(text));
    },
    sweepRows(id) {
      const kind = table().get(id)?.request.kind;
      return kind === 'sweep' ? sweepTable(host.database()).rows(id) : null;
    },
    wake,
    async close() {
      closed = true;
      clearInterval(ticking);
      for (const { current } of lanes) current?.controller.abort();
      for (const { loop } of lanes) await loop;
    },
  };
}

const noHub: HubSeam = {
  access: () => Promise.reject(new Error('these jobs have no hub')),
  cache: () => '',
};

/** Jobs that run one after the other. */
interface Lane {
  /** Those that need no model. */
  readonly beside: boolean;
  current: { readonly id: number; readonly controller: AbortController } | undefined;
  loop: Promise<void> | undefined;
  woken: boolean;
}

function newLane(beside: boolean): Lane {
  return { beside, current: undefined, loop: undefined, woken: false };
}

/** The first call of many. */
function once(work: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    work();
  };
}

const changeWords: Readonly<Record<JobChange, string>> = {
  pause: 'paused',
  resume: 'resumed',
  cancel: 'cancelled',
  first: 'put first',
  forget: 'forgotten',
};

function allowed(change: JobChange, state: Job['state']): boolean {
  if (change === 'forget') return true;
  if (change === 'resume') return state !== 'done';
  if (change === 'pause') return state === 'queued' || state === 'running';
  return !hasEnded(state);
}

/** Undefined where nothing failed: the engine was closed, another model was loaded, somebody stopped it. It goes on some other time. */
function failureOf(cause: unknown): string | undefined {
  if (cause instanceof EngineError) {
    return ['aborted', 'engine-died', 'not-loaded'].includes(cause.code) ? undefined : cause.message;
  }
  return `This is a fault of the program: ${cause instanceof Error ? cause.message : String(cause)}.`;
}
