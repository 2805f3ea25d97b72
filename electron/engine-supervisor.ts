/**
 * Keeps one engine process alive: starts it, notices its end, says why, starts another one after a growing pause, gives up after too many
 * ends in a row. Knows no Electron: processes come from `fork`.
 */
import type { EngineStatus } from './bridge.ts';

export interface EngineChild {
  /** Calls back once, when the process is ready to serve ports. */
  onReady(listener: () => void): void;
  /** Calls back once, with a sentence. */
  onEnd(listener: (cause: string) => void): void;
  kill(): void;
}

export interface SupervisorOptions<Child extends EngineChild> {
  readonly fork: () => Child;
  readonly onStatus: (status: EngineStatus) => void;
  /** A new process is ready: time to connect the window to it. */
  readonly onReady: (child: Child) => void;
}

export interface EngineSupervisor<Child extends EngineChild> {
  readonly start: () => void;
  /** Ends the process, if there is one, and starts another without pause, also after giving up. */
  readonly restart: () => void;
  /** Ends the process for good. */
  readonly stop: () => void;
  readonly status: EngineStatus;
  /** The process that is ready now. */
  readonly ready: Child | undefined;
}

/** Pauses before the first, second, ... restart in a row, ms. After the last one it gives up. */
export const pauses = [50, 500, 1500, 4000] as const;
/** A process that was ready for this long has done nothing wrong: the next end counts as the first again. */
export const steadyMs = 60_000;

export function createEngineSupervisor<Child extends EngineChild>(
  options: SupervisorOptions<Child>,
): EngineSupervisor<Child> {
  let child: Child | undefined;
  let status: EngineStatus = { kind: 'starting' };
  let endsInRow = 0;
  let pause: NodeJS.Timeout | undefined;
  let steady: NodeJS.Timeout | undefined;

  function report(next: EngineStatus): void {
    status = next;
    options.onStatus(next);
  }

  function launch(): void {
    const mine = options.fork();
    child = mine;
    mine.onReady(() => {
      if (child !== mine) return;
      steady = setTimeout(() => (endsInRow = 0), steadyMs);
      report({ kind: 'ready' });
      options.onReady(mine);
    });
    mine.onEnd((cause) => {
      if (child === mine) ended(cause);
    });
  }

  function ended(cause: string): void {
    forget();
    const wait = pauses[endsInRow];
    endsInRow += 1;
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

  function stop(): void {
    const last = child;
    forget();
    last?.kill();
  }

  return {
    start,
    stop,
    restart: () => {
      stop();
      endsInRow = 0;
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
