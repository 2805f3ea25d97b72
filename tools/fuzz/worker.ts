/** One child process and what became of the cases that it was given: results, crashes by signal, hangs. */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Order, Report } from './protocol.ts';
import type { Outcome } from './run-case.ts';

export interface Ended {
  readonly index: number;
  readonly outcome: Outcome;
}

export interface Worker {
  /** Every case of the order, in order. After a crash or a hang a new process goes on behind the case. */
  run(order: Order): AsyncGenerator<Ended, void>;
  /** Ends what is still running; the next order gets a new process. */
  abandon(): void;
  close(): void;
}

/** One case may take so long; the machine may be busy. */
const patienceMs = 600_000;

const lost = (fault: string): Outcome => ({ kind: 'refused', fault, cpu: 0, growth: 0 });

function start(): ChildProcess {
  return fork(join(import.meta.dirname, 'child.ts'), {
    execArgv: ['--import', 'tsx', '--max-old-space-size=4096'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, VIPS_WARNING: '0' },
  });
}

type Heard = Report | { readonly kind: 'gone'; readonly why: string };

/** What a process says, one after the other; undefined when it has been silent for too long. */
function listen(child: ChildProcess): { next(): Promise<Heard | undefined>; stop(): void } {
  const waiting: Heard[] = [];
  let wake: ((heard: Heard | undefined) => void) | undefined;
  const hear = (heard: Heard): void => {
    if (wake === undefined) waiting.push(heard);
    else wake(heard);
    wake = undefined;
  };
  const gone = (code: number | null, signal: string | null) =>
    hear({
      kind: 'gone',
      why:
        signal === null
          ? `the process ended with code ${String(code)}`
          : `the process was ended by ${signal}`,
    });
  child.on('message', hear);
  child.once('exit', gone);
  return {
    next: () =>
      new Promise((resolve) => {
        const first = waiting.shift();
        if (first !== undefined) {
          resolve(first);
          return;
        }
        const timer = setTimeout(() => {
          wake = undefined;
          resolve(undefined);
        }, patienceMs);
        wake = (heard) => {
          clearTimeout(timer);
          resolve(heard);
        };
      }),
    stop() {
      child.off('message', hear);
      child.off('exit', gone);
    },
  };
}

/** Reports of a process until it is done; the last one says why it is gone, where it is. */
async function* reportsOf(child: ChildProcess, order: Order): AsyncGenerator<Heard, void> {
  const ear = listen(child);
  child.send(order);
  try {
    for (;;) {
      const heard = await ear.next();
      if (heard === undefined) {
        child.kill('SIGKILL');
        yield { kind: 'gone', why: `a hang of more than ${patienceMs / 1000} s` };
        return;
      }
      if (heard.kind !== 'ready') yield heard;
      if (heard.kind === 'gone' || heard.kind === 'done') return;
    }
  } finally {
    ear.stop();
  }
}

export function createWorker(): Worker {
  let child: ChildProcess | undefined;
  let errors = '';

  function living(): ChildProcess {
    if (child?.connected === true) return child;
    const started = start();
    errors = '';
    started.stderr?.on('data', (data: Buffer) => (errors = (errors + data.toString()).slice(-1000)));
    child = started;
    return started;
  }

  return {
    async *run(order) {
      let rest: Order | undefined = order;
      while (rest !== undefined) {
        const now: Order = rest;
        rest = undefined;
        let begun: number | undefined;
        for await (const report of reportsOf(living(), now)) {
          if (report.kind === 'broken') throw new Error(report.words);
          if (report.kind === 'begun') begun = report.index;
          if (report.kind === 'ended') yield { index: report.index, outcome: report.outcome };
          if (report.kind === 'gone') {
            child = undefined;
            if (begun === undefined) throw new Error(`${report.why}, before it ran anything: ${errors}`);
            yield { index: begun, outcome: lost(report.why) };
            if (now.kind === 'stream' && begun + 1 < now.to) rest = { ...now, from: begun + 1 };
          }
        }
      }
    },
    abandon() {
      child?.kill('SIGKILL');
      child = undefined;
    },
    close() {
      if (child?.connected === true) child.disconnect();
    },
  };
}
