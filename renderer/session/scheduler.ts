/** Work that nobody asked for and that makes the window better, one job after the other: starts when the user waits for nothing. While a job runs, the engine puts it aside for the user's own calls and takes it up again. */
import type { CallOptions, Engine } from '../../src-engine/engine.ts';
import { engineDied, wasAborted, type EngineLink } from './engine-link.ts';
import type { Traffic } from './traffic.ts';

/** `seen`: its place on screen is empty until it is done. `idle`: nobody misses it yet. */
export type JobUrgency = 'seen' | 'idle';

const urgencies: readonly JobUrgency[] = ['seen', 'idle'];

export interface Job {
  /** Equal keys are the same work. */
  readonly key: string;
  readonly urgency: JobUrgency;
  /**
   * Hands `call` to the engine as it is: it says that the user comes first. Rejects only when it was aborted or the engine died;
   * what else goes wrong is its source's to remember.
   */
  readonly run: (engine: Engine, call: CallOptions) => Promise<void>;
}

export interface JobSource {
  /** What is to be done first, from the state as it is now; null when there is nothing. What has been done must not come again. */
  readonly next: () => Job | null;
  /** Calls `wake` whenever there may be something new; ends with the function that it returns. */
  readonly watch: (wake: () => void) => () => void;
}

export interface Scheduler {
  /** Does the `seen` jobs without waiting for a rest; resolves when there are none left or the user has come. */
  readonly doSeen: () => Promise<void>;
  readonly dispose: () => void;
}

/** A pause after the user's own work, so that a moving slider never finds the engine busy. */
export const restMs = 250;

interface Surroundings {
  readonly link: EngineLink;
  readonly traffic: Traffic;
}

/** Of jobs that are equally urgent, those of an earlier source come first. */
export function createScheduler({ link, traffic }: Surroundings, sources: readonly JobSource[]): Scheduler {
  let running = false;
  let disposed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let controller: AbortController | null = null;

  function nextJob(allowed: readonly JobUrgency[], done: ReadonlySet<string>): Job | null {
    const offered = sources.flatMap((source) => source.next() ?? []).filter(({ key }) => !done.has(key));
    const urgency = allowed.find((each) => offered.some((job) => job.urgency === each));
    return offered.find((job) => job.urgency === urgency) ?? null;
  }

  async function pump(allowed: readonly JobUrgency[]): Promise<void> {
    if (running || disposed) return;
    running = true;
    const done = new Set<string>(); // a source that offers the same job for ever must not keep the engine busy for ever
    try {
      while (!traffic.busy) {
        const engine = link.connected;
        const job = nextJob(allowed, done);
        if (engine === null || job === null) break;
        done.add(job.key);
        controller = new AbortController();
        await job.run(engine, { signal: controller.signal, urgency: 'background' });
      }
    } catch (error) {
      if (!wasAborted(error) && !engineDied(error)) throw error; // disposed, or the engine has gone
    } finally {
      controller = null;
      running = false;
    }
  }

  function rest(): void {
    clearTimeout(timer);
    if (!disposed) timer = setTimeout(() => void pump(urgencies), restMs);
  }

  const stops = [
    traffic.listen((state) => {
      if (state === 'idle') rest();
      else clearTimeout(timer);
    }),
    link.listen(rest),
    ...sources.map((source) => source.watch(rest)),
  ];

  return {
    doSeen: () => pump(['seen']),
    dispose: () => {
      disposed = true;
      clearTimeout(timer);
      controller?.abort();
      stops.forEach((stop) => stop());
    },
  };
}
