/**
 * The engine of a worker in a process of its own, which is this very program once more. A native run blocks its thread: the worker, which must
 * tell the queue again and again that it lives, goes on meanwhile, and survives where the system ends a process that has taken too much memory.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { z } from 'zod';
import type { LocalEngine, ModelIdentity, Task, TaskKind, TaskResults } from '../engine.ts';
import { EngineError, errorCodes, throwIfAborted } from '../errors.ts';
import { insideOf } from '../sharing/inside.ts';
import { identitySchema, taskSchema } from '../sharing/task-schemas.ts';
import { stopSignals } from './stop-signals.ts';

/** Set for the process that has the engine. */
const mark = 'DYMU_WORKER_ENGINE';

const failureSchema = z.strictObject({ code: z.enum(errorCodes), fact: z.string() });
const fromEngine = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready'), identity: identitySchema, notes: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('result'), result: z.unknown() }),
  z.strictObject({ kind: z.literal('failure'), failure: failureSchema }),
]);
type FromEngine = z.infer<typeof fromEngine>;
const toEngine = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('task'), task: taskSchema }),
  z.strictObject({ kind: z.literal('stop') }),
]);
type ToEngine = z.infer<typeof toEngine>;

export function isEngineProcess(environment: Readonly<Record<string, string | undefined>> = {}): boolean {
  return environment[mark] !== undefined;
}

export interface EngineProcess {
  readonly identity: ModelIdentity;
  readonly notes: readonly string[];
  /** One at a time. Rejects with EngineError as the engine does, and with `engine-died` where the process ends. */
  perform(task: Task, signal: AbortSignal): Promise<unknown>;
  close(): void;
}

/** Starts it and waits until its model is loaded. Rejects with EngineError. */
export async function startEngineProcess(): Promise<EngineProcess> {
  const child = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, [mark]: '1' },
  });
  const first = await answerOf(child);
  if (first.kind !== 'ready') throw first.kind === 'failure' ? failureOf(first) : died('said nothing');
  return {
    identity: first.identity,
    notes: first.notes,
    async perform(task, signal) {
      const stop = (): void => tell(child, { kind: 'stop' });
      throwIfAborted(signal);
      const answer = answerOf(child);
      tell(child, { kind: 'task', task });
      signal.addEventListener('abort', stop);
      try {
        const told = await answer;
        if (told.kind === 'failure') throw failureOf(told);
        return told.kind === 'result' ? told.result : undefined;
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
    close() {
      child.kill('SIGKILL');
    },
  };
}

function tell(child: ChildProcess, message: ToEngine): void {
  if (child.connected) child.send(message);
}

function answerOf(child: ChildProcess): Promise<FromEngine> {
  return new Promise((resolve, reject) => {
    const done = (): void => {
      child.off('message', onMessage);
      child.off('exit', onExit);
    };
    const onMessage = (message: unknown): void => {
      done();
      const { data } = fromEngine.safeParse(message);
      if (data === undefined) reject(died('said something that is not known'));
      else resolve(data);
    };
    const onExit = (status: number | null, by: string | null): void => {
      done();
      reject(died(by === null ? `ended with status ${status ?? 0}` : `was ended by ${by}`));
    };
    if (child.exitCode !== null || child.signalCode !== null) {
      onExit(child.exitCode, child.signalCode);
      return;
    }
    child.on('message', onMessage);
    child.on('exit', onExit);
  });
}

function died(how: string): EngineError {
  return new EngineError('engine-died', `The process of the engine ${how}`, {
    remedy: 'start the worker again, with more memory where that was the cause',
  });
}

function failureOf({ failure }: Extract<FromEngine, { readonly kind: 'failure' }>): EngineError {
  return new EngineError(failure.code, failure.fact);
}

/** What that process does: tasks as they come, until the worker is gone. */
export async function serveWorker(
  engine: LocalEngine,
  { root, notes }: { readonly root: string; readonly notes: readonly string[] },
): Promise<void> {
  // A terminal, or whoever ends a whole group, sends them to both: the worker decides.
  for (const signal of stopSignals) process.on(signal, () => undefined);
  const gone = new Promise<void>((resolve) => process.on('disconnect', resolve));
  let stop = new AbortController();
  const send = (message: FromEngine): void => {
    process.send?.(message);
  };
  const inside = await insideOf(root);
  const mayRead = (path: string): Promise<void> => inside.check(path);
  const perform = async (task: Task): Promise<void> => {
    stop = new AbortController();
    try {
      const result: TaskResults[TaskKind] = await engine.perform(task, { signal: stop.signal, mayRead });
      send({ kind: 'result', result });
    } catch (error) {
      send({ kind: 'failure', failure: failureFrom(error) });
    }
  };
  process.on('message', (message) => {
    const { data } = toEngine.safeParse(message);
    if (data?.kind === 'task') void perform(data.task);
    else if (data?.kind === 'stop') stop.abort();
  });
  send({ kind: 'ready', identity: await engine.identity(), notes: [...notes] });
  await gone;
}

/** Tells the worker why there will be no engine. */
export function tellWorker(error: unknown): void {
  process.send?.({ kind: 'failure', failure: failureFrom(error) } satisfies FromEngine);
}

function failureFrom(error: unknown): z.infer<typeof failureSchema> {
  if (!(error instanceof EngineError)) return { code: 'native-failure', fact: String(error) };
  return { code: error.code, fact: error.message.replace(/\.$/, '') };
}
