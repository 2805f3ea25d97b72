/** Work that nobody asked for and that makes the window better, one task after the other: starts when the user waits for nothing. While a task runs, the engine puts it aside for the user's own calls and takes it up again. */
import type { CallOptions, Engine } from '../../src-engine/engine.ts';
import { engineDied, wasAborted, type EngineLink } from './engine-link.ts';
import type { Traffic } from './traffic.ts';

/** `seen`: its place on screen is empty until it is done. `near`: the hand's next step may ask for it. `idle`: nobody misses it yet. */
export type IdleUrgency = 'seen' | 'near' | 'idle';

const soon: readonly IdleUrgency[] = ['seen', 'near'];
const urgencies: readonly IdleUrgency[] = [...soon, 'idle'];

export interface IdleTask {
  /** Equal keys are the same work. */
  readonly key: string;
  readonly urgency: IdleUrgency;
  /**
   * Hands `call` to the engine as it is: it says that the user comes first. Rejects only when it was aborted or the engine died;
   * what else goes wrong is its source's to remember.
   */
  readonly run: (engine: Engine, call: CallOptions) => Promise<void>;
}

export interface IdleTaskSource {
  /** What is to be done first, from the state as it is now; null when there is nothing. What has been done must not come again. */
  readonly next: () => IdleTask | null;
  /** Calls `wake` whenever there may be something new; ends with the function that it returns. */
  readonly watch: (wake: () => void) => () => void;
}

export interface Scheduler {
  /** Does the `seen` tasks without waiting for a rest, and no other; resolves when there are none left or the user has come. Rests anew before what nobody misses. */
  readonly doSeen: () => Promise<void>;
  readonly dispose: () => void;
}

/** A pause after the user's own work, so that a moving slider never finds the engine busy. */
export const restMs = 250;
/** The same before work that nobody misses: a hand that steps and looks at each step pauses longer than one that drags, and what runs is not put aside within a run. */
export const idleRestMs = 600;

interface Surroundings {
  readonly link: EngineLink;
  readonly traffic: Traffic;
}

/** Of tasks that are equally urgent, those of an earlier source come first. */
export function createScheduler(
  { link, traffic }: Surroundings,
  sources: readonly IdleTaskSource[],
): Scheduler {
  let running: Promise<void> | null = null;
  let disposed = false;
  /** Whoever waits for the `seen` tasks goes on with work of the user's: however long they take, nothing else may come before it. */
  let onlySeen = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** What the last rest was long enough for; work that goes on looks here before each task. */
  let allowed: readonly IdleUrgency[] = [];
  let controller: AbortController | null = null;

  function nextTask(done: ReadonlySet<string>): IdleTask | null {
    const offered = sources.flatMap((source) => source.next() ?? []).filter(({ key }) => !done.has(key));
    const urgency = allowed.find((each) => offered.some((task) => task.urgency === each));
    return offered.find((task) => task.urgency === urgency) ?? null;
  }

  function pump(): Promise<void> {
    if (disposed) return Promise.resolve();
    running ??= work().finally(() => (running = null));
    return running;
  }

  async function work(): Promise<void> {
    const done = new Set<string>(); // a source that offers the same task for ever must not keep the engine busy for ever
    try {
      while (!traffic.busy) {
        const engine = link.connected;
        const task = nextTask(done);
        if (engine === null || task === null) break;
        done.add(task.key);
        controller = new AbortController();
        await task.run(engine, { signal: controller.signal, urgency: 'background' });
      }
    } catch (error) {
      if (!wasAborted(error) && !engineDied(error)) throw error; // disposed, or the engine has gone
    } finally {
      controller = null;
    }
  }

  function rest(): void {
    clearTimeout(timer);
    if (disposed || onlySeen) return;
    timer = setTimeout(() => {
      allow(soon);
      timer = setTimeout(() => allow(urgencies), idleRestMs - restMs);
    }, restMs);
  }

  function allow(now: readonly IdleUrgency[]): void {
    allowed = now;
    void pump();
  }

  const stops = [
    traffic.listen((state) => {
      allowed = [];
      if (state === 'idle') rest();
      else clearTimeout(timer);
    }),
    link.listen(rest),
    ...sources.map((source) => source.watch(rest)),
  ];

  return {
    doSeen: async () => {
      onlySeen = true;
      clearTimeout(timer);
      allowed = ['seen'];
      await pump().finally(() => (onlySeen = false));
      rest();
    },
    dispose: () => {
      disposed = true;
      clearTimeout(timer);
      controller?.abort();
      stops.forEach((stop) => stop());
    },
  };
}
