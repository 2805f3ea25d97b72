/** Latest wins: at most one request in flight, the newest one waits, those between are dropped. Knows nothing of what a request does. */

export interface Keyed {
  readonly key: string; // equal keys ask for the same thing
}

export interface LatestOptions<R extends Keyed> {
  /** Must not reject; what goes wrong is its own business. */
  readonly run: (request: R, signal: AbortSignal) => Promise<void>;
  /**
   * How long an overtaken request may go on. A quick engine finishes it in that time, and the screen follows the hand; without
   * patience a steady drag would abort every request and nothing would ever be shown.
   */
  readonly patienceMs: number;
}

export interface Latest<R extends Keyed> {
  readonly ask: (request: R) => void;
  /** Drops the waiting request and aborts the one in flight. */
  readonly cancel: () => void;
}

interface Flight<R> {
  readonly request: R;
  readonly controller: AbortController;
}

export function createLatest<R extends Keyed>({ run, patienceMs }: LatestOptions<R>): Latest<R> {
  let flight: Flight<R> | null = null;
  let waiting: R | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function start(request: R): void {
    const current: Flight<R> = { request, controller: new AbortController() };
    flight = current;
    void run(request, current.controller.signal).finally(() => {
      clearTimeout(timer);
      timer = undefined;
      flight = null;
      const next = waiting;
      waiting = null;
      if (next !== null) start(next);
    });
  }

  return {
    ask: (request) => {
      if (flight === null) {
        start(request);
        return;
      }
      if (flight.request.key === request.key && !flight.controller.signal.aborted) {
        waiting = null;
        clearTimeout(timer);
        timer = undefined;
        return;
      }
      waiting = request;
      const { controller } = flight;
      timer ??= setTimeout(() => controller.abort(), patienceMs);
    },
    cancel: () => {
      waiting = null;
      flight?.controller.abort();
    },
  };
}
