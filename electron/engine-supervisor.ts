/**
 * Keeps one engine process alive: starts it, notices its end, says why, starts another one after a growing pause. After three ends within a
 * minute the next ones may use the processor alone; after too many in a row it gives up. Knows no Electron: processes come from `fork`.
 */
import type { EngineDevices, EngineStatus } from './bridge.ts';

export interface EngineChild {
  /** Calls back once, when the process is ready to serve ports. */
  onReady(listener: () => void): void;
  /** Calls back once, with a sentence. `fromOutside`: somebody has killed it, so that it did not end over anything that it did. */
  onEnd(listener: (cause: string, fromOutside: boolean) => void): void;
  /** Calls back when the process has found its database whole, with a mark that the next one understands. */
  onFoundWhole(listener: (mark: string) => void): void;
  kill(): void;
  /** Asks the process to put things in order and end. Done when it has ended. */
  leave(): Promise<void>;
}

export interface SupervisorOptions<Child extends EngineChild> {
  /** @param foundWhole what a process before it has said of the database, which it need not look through again */
  readonly fork: (devices: EngineDevices, foundWhole: string | undefined) => Child;
  readonly onStatus: (status: EngineStatus) => void;
  /** A new process is ready: time to connect the window to it. */
  readonly onReady: (child: Child) => void;
}

export interface EngineSupervisor<Child extends EngineChild> {
  readonly start: () => void;
  /**
   * Ends the process, if there is one, and starts another without pause, also after giving up.
   *
   * @param devices those that may be used before, unless said
   */
  readonly restart: (devices?: EngineDevices) => void;
  /** Ends the process for good, after a moment in which it may put things in order. */
  readonly stop: () => Promise<void>;
  readonly status: EngineStatus;
  /** The process that is ready now. */
  readonly ready: Child | undefined;
}

/** Pauses before the first, second, ... restart in a row, ms. After the last one it gives up. */
export const pauses = [50, 500, 1500, 4000] as const;
/** A process that was ready for this long has done nothing wrong: the next end counts as the first again. */
export const steadyMs = 60_000;

/** So long an engine may take to leave, ms: one in the midst of a long native run does not hear. */
export const leavingMs = 1000;

/** So many ends within so long a time, and the graphics processor is left alone: its driver is the likeliest to crash. */
export const stepDown = { ends: 3, withinMs: 60_000 } as const;

export function createEngineSupervisor<Child extends EngineChild>(
  options: SupervisorOptions<Child>,
): EngineSupervisor<Child> {
  let child: Child | undefined;
  /** Told to one process alone: one that ends by itself after that may have ended over the database, and the next one looks. */
  let foundWhole: string | undefined;
  let told: string | undefined; // to the present process
  let status: EngineStatus = { kind: 'starting' };
  let devices: EngineDevices = 'all';
  let endsInRow = 0;
  let lately: readonly number[] = []; // ends, ms since 1970
  let pause: NodeJS.Timeout | undefined;
  let steady: NodeJS.Timeout | undefined;

  function report(next: EngineStatus): void {
    status = devices === 'all' ? next : { ...next, devices };
    options.onStatus(status);
  }

  function launch(): void {
    [told, foundWhole] = [foundWhole, undefined];
    const mine = options.fork(devices, told);
    child = mine;
    mine.onFoundWhole((mark) => {
      if (child === mine) foundWhole = mark;
    });
    mine.onReady(() => {
      if (child !== mine) return;
      steady = setTimeout(() => (endsInRow = 0), steadyMs);
      report({ kind: 'ready' });
      options.onReady(mine);
    });
    mine.onEnd((cause, fromOutside) => {
      if (child !== mine) return;
      if (fromOutside) foundWhole ??= told;
      ended(cause);
    });
  }

  function ended(cause: string): void {
    forget();
    const wait = pauses[endsInRow];
    endsInRow += 1;
    lately = [...lately.filter((at) => Date.now() - at < stepDown.withinMs), Date.now()];
    if (lately.length >= stepDown.ends) devices = 'processor';
    if (wait === undefined) {
      report({
        kind: 'failed',
        cause: `${cause} It ended ${endsInRow} times in a row, so it was not started again.`,
      });
      return;
    }
    report({ kind: 'restarting', cause });
    pause = setTimeout(launch, wait);
  }

  /** From here on the present process, if any, is none of ours. */
  function forget(): void {
    clearTimeout(pause);
    clearTimeout(steady);
    child = undefined;
  }

  function start(): void {
    report({ kind: 'starting' });
    launch();
  }

  /** @returns what it was */
  function dismiss(): Child | undefined {
    const last = child;
    forget();
    return last;
  }

  async function stop(): Promise<void> {
    const isReady = status.kind === 'ready';
    const last = dismiss();
    if (last !== undefined && isReady) {
      let patience: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => (patience = setTimeout(resolve, leavingMs)));
      await Promise.race([last.leave(), late]);
      clearTimeout(patience);
    }
    last?.kill();
  }

  return {
    start,
    stop,
    restart: (wanted = devices) => {
      if (child !== undefined) foundWhole ??= told;
      dismiss()?.kill();
      endsInRow = 0;
      lately = [];
      devices = wanted;
      start();
    },
    get status() {
      return status;
    },
    get ready() {
      return status.kind === 'ready' ? child : undefined;
    },
  };
}
