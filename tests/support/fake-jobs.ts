/** Jobs of the scripted engine: in memory, in steps, in the desk's background lane, with made-up rates. */
import type {
  Job,
  JobChange,
  JobRequest,
  JobResult,
  JobState,
  ModelInfo,
  SweepRow,
} from '../../src-engine/engine.ts';
import { EngineError } from '../../src-engine/errors.ts';

/** What a job of some kind does. */
export interface FakeWork {
  readonly about: string;
  readonly title: string;
  readonly stage: string;
  readonly steps: number;
  /** One native run. */
  step(index: number): Promise<void>;
  result(): JobResult;
  /** Of a sweep: what is answered so far. */
  rows?(): readonly SweepRow[];
}

export interface FakeJobsHost {
  readonly model: () => ModelInfo | undefined;
  readonly work: (request: JobRequest) => FakeWork;
  /** Runs one step when nobody else has a turn. */
  readonly inTurn: (step: () => Promise<void>) => Promise<void>;
}

export interface FakeJobs {
  start(request: JobRequest): Job;
  list(): Job[];
  change(id: number, change: JobChange): Job | null;
  result(id: number): JobResult | null;
  sweepRows(id: number): readonly SweepRow[] | null;
  /** A model was loaded. */
  wake(): void;
}

interface Entry {
  readonly id: number;
  readonly request: JobRequest;
  readonly work: FakeWork;
  state: JobState;
  done: number;
  failure?: string;
  endedMs?: number;
}

const perSecond = 8;
const over: readonly JobState[] = ['done', 'failed', 'cancelled'];

export function createFakeJobs(host: FakeJobsHost): FakeJobs {
  const entries: Entry[] = []; // in the order in which they run
  let lastId = 0;
  let running = false;
  const isOver = ({ state }: Entry) => over.includes(state);
  const fits = ({ request }: Entry) =>
    request.kind === 'download' || host.model()?.directory === request.model.directory;

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    try {
      for (;;) {
        const entry = entries.find((candidate) => candidate.state === 'queued' && fits(candidate));
        if (entry === undefined) return;
        entry.state = 'running';
        await runOne(entry);
      }
    } finally {
      running = false;
    }
  }

  async function runOne(entry: Entry): Promise<void> {
    try {
      // Somebody may change its state between two steps.
      while (entry.state === 'running' && entry.done < entry.work.steps) {
        if (!fits(entry)) {
          entry.state = 'queued';
          return;
        }
        await host.inTurn(() => entry.work.step(entry.done));
        entry.done += 1;
      }
      if (entry.state === 'running') end(entry, 'done');
    } catch (error) {
      if (error instanceof EngineError && error.code === 'engine-died') entry.state = 'queued';
      else {
        entry.failure = error instanceof Error ? error.message : String(error);
        end(entry, 'failed');
      }
    }
  }

  function end(entry: Entry, state: JobState): void {
    entry.state = state;
    entry.endedMs = Date.now();
  }

  function describe(entry: Entry): Job {
    const { id, request, work, state, done, failure, endedMs } = entry;
    const total = work.steps;
    const runs = state === 'running';
    return {
      id,
      kind: request.kind,
      model: request.model,
      about: work.about,
      title: work.title,
      ...(request.kind === 'evaluate' ? { evaluate: request.evaluate } : {}),
      ...(request.kind === 'sweep' ? { sweep: request.sweep } : {}),
      state,
      ...(state === 'queued' && !fits(entry)
        ? { waitsFor: `waits until ${request.model.directory.split('/').at(-1)} is loaded` }
        : {}),
      stage: work.stage,
      done,
      total,
      perSecond: runs ? perSecond : null,
      secondsLeft: runs ? (total - done) / perSecond : null,
      ...(failure === undefined ? {} : { failure }),
      createdMs: 1_700_000_000_000 + id * 1000,
      ...(endedMs === undefined ? {} : { endedMs }),
    };
  }

  function refuse(entry: Entry, change: JobChange): never {
    throw new EngineError('bad-input', `A job that is ${entry.state} has nothing to ${change}`);
  }

  return {
    start(request) {
      const same = entries.find(
        (entry) => !isOver(entry) && JSON.stringify(entry.request) === JSON.stringify(request),
      );
      if (same !== undefined) return describe(same);
      const entry: Entry = { id: ++lastId, request, work: host.work(request), state: 'queued', done: 0 };
      entries.push(entry);
      void run();
      return describe(entry);
    },
    list: () => [
      ...entries.filter((entry) => !isOver(entry)).map(describe),
      ...entries
        .filter(isOver)
        .sort((a, b) => (b.endedMs ?? 0) - (a.endedMs ?? 0) || b.id - a.id)
        .map(describe),
    ],
    change(id, change) {
      const index = entries.findIndex((candidate) => candidate.id === id);
      const entry = entries[index];
      if (entry === undefined) return null;
      switch (change) {
        case 'pause':
          if (entry.state !== 'queued' && entry.state !== 'running') refuse(entry, change);
          entry.state = 'paused';
          break;
        case 'resume':
          if (entry.state === 'done') refuse(entry, change);
          if (entry.state !== 'running') entry.state = 'queued';
          delete entry.failure;
          delete entry.endedMs;
          break;
        case 'cancel':
          if (isOver(entry)) refuse(entry, change);
          end(entry, 'cancelled');
          break;
        case 'first':
          if (isOver(entry)) refuse(entry, change);
          entries.splice(index, 1);
          entries.unshift(entry);
          break;
        case 'forget':
          entries.splice(index, 1);
          if (!isOver(entry)) end(entry, 'cancelled');
          break;
      }
      void run();
      return describe(entry);
    },
    result(id) {
      const entry = entries.find((candidate) => candidate.id === id);
      return entry?.state === 'done' ? entry.work.result() : null;
    },
    sweepRows: (id) => entries.find((candidate) => candidate.id === id)?.work.rows?.() ?? null,
    wake: () => void run(),
  };
}
