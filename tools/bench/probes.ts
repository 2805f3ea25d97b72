/** Starts a process of one build for a task and asks it for numbers. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { z } from 'zod';

export interface Probe {
  readonly cases: readonly string[];
  measure(which: string): Promise<number>;
  close(): Promise<void>;
}

const ready = z.object({ cases: z.array(z.string()) });
const reply = z.union([z.object({ value: z.number() }), z.object({ failed: z.string() })]);

/** Throws an Error where the process ends before it is ready, or where it says that a case failed. */
export async function startProbe(task: string, build: string): Promise<Probe> {
  const child = fork(path.join(import.meta.dirname, 'probe.ts'), [task, build], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const { cases } = ready.parse(await nextMessage(child, build));
  return {
    cases,
    async measure(which) {
      const answer = nextMessage(child, build);
      child.send(which);
      const read = reply.parse(await answer);
      if ('failed' in read) throw new Error(`${which} failed in ${build}: ${read.failed}`);
      return read.value;
    },
    async close() {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

function nextMessage(child: ChildProcess, build: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void => {
      reject(new Error(`The process of ${build} ended with ${String(code)}.`));
    };
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}
