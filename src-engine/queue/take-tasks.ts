/** Takes tasks from the queue of one model, does them one at a time, and says what they came to. Computes nothing itself. */
import { setInterval, clearInterval } from 'node:timers';
import { setTimeout } from 'node:timers/promises';
import type { Job, Worker } from 'bullmq';
import type { ModelIdentity, Task } from '../engine-sharing.ts';
import { EngineError } from '../errors.ts';
import { imagesOf } from '../sharing/task-files.ts';
import type { Inside } from '../sharing/inside.ts';
import type { Server } from './connect.ts';
import { modelDifference, parseTask, type TaskMessage } from './messages.ts';
import { isCancelled, keyPrefix, listRuns, queueName } from './runs.ts';

/** How often a task may be given up by a worker that died, before it is blamed. */
const mostDeaths = 5;
/** Between two looks at what else lies there, or whether a run was cancelled, ms. */
const lookAround = 1000;

export interface TakeOptions {
  readonly server: Server;
  readonly model: ModelIdentity; // that is loaded here
  readonly program: string; // version
  /** This worker, for people: host and process. */
  readonly name: string;
  readonly inside: Inside;
  /** May block no thread but its own: while this one is blocked the server takes this worker for dead. */
  readonly perform: (task: Task, signal: AbortSignal) => Promise<unknown>;
  /** After so many ms without a sign of life a task is another's. */
  readonly stalledMs: number;
  readonly signal: AbortSignal;
  readonly say: (sentence: string) => void;
}

/** Ends when the signal fires: the task in work goes back into the queue then. Rejects where the task's process cannot go on. */
export async function takeTasks(options: TakeOptions): Promise<void> {
  const { server, model, name, stalledMs, signal, say } = options;
  const client = await server.ready();
  const { Worker: BullWorker, UnrecoverableError, WaitingError } = server.bullmq;
  let done = 0;
  let broken: Error | undefined;

  const process = async (job: Job, token?: string): Promise<unknown> => {
    let message: TaskMessage;
    try {
      message = await accepted(job, options);
    } catch (error) {
      if (error instanceof EngineError) throw new UnrecoverableError(error.message);
      throw error;
    }
    if (await isCancelled(client, message.run)) throw new UnrecoverableError('The run was cancelled.');
    const stop = new AbortController();
    const onAbort = (): void => stop.abort();
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort(); // while the task was looked at
    const watch = setInterval(() => {
      void isCancelled(client, message.run).then(
        (is) => is && stop.abort(),
        () => undefined,
      );
    }, lookAround);
    try {
      const result = await options.perform(message.task, stop.signal);
      done += 1;
      return { by: name, result };
    } catch (error) {
      if (signal.aborted) {
        await job.moveToWait(token);
        throw new WaitingError();
      }
      if (stop.signal.aborted) throw new UnrecoverableError(cancelled);
      if (!(error instanceof EngineError) || error.code === 'engine-died') {
        broken = error instanceof Error ? error : new Error(String(error));
        void worker.pause(true); // the next task would fail for the same reason
        throw error;
      }
      if (error.code === 'bad-input' || error.code === 'unsupported')
        throw new UnrecoverableError(error.message);
      throw error;
    } finally {
      clearInterval(watch);
      signal.removeEventListener('abort', onAbort);
    }
  };

  const worker: Worker = new BullWorker(queueName(model), process, {
    connection: server.client(),
    prefix: keyPrefix,
    name,
    lockDuration: stalledMs,
    stalledInterval: stalledMs,
    maxStalledCount: mostDeaths,
    drainDelay: 1,
    runRetryDelay: lookAround,
  });
  worker.on('error', () => undefined); // told once, by the loop below
  worker.on('failed', (job, error) => {
    const run = job === undefined ? '?' : runOf(job);
    if (error.message === cancelled) say(`The run ${run} was cancelled; its task is left.`);
    else say(`A task of run ${run} failed: ${error.message}`);
  });

  let lost = false;
  const strangers = new Set<string>();
  try {
    while (!signal.aborted && broken === undefined) {
      if (client.status === 'ready') {
        if (lost) say(`The server at ${server.name} is back.`);
        lost = false;
        await tellStrangers(options, client, strangers);
      } else if (!lost) {
        say(`The server at ${server.name} is gone; waiting for it.`);
        lost = true;
      }
      await setTimeout(lookAround, undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await worker.close(lost);
  }
  say(`${done} ${done === 1 ? 'task' : 'tasks'} done.`);
  if (broken !== undefined) throw broken;
}

/** Throws EngineError for what this worker must not or cannot do. */
async function accepted(job: Job, { model, program, inside }: TakeOptions): Promise<TaskMessage> {
  const message = parseTask(job.data);
  if (message.program !== program) {
    throw new EngineError(
      'bad-input',
      `The run is of version ${message.program} of the program, not ${program}`,
      {
        remedy: 'run the same version on all machines',
      },
    );
  }
  const difference = modelDifference(message.model, model);
  if (difference !== undefined) {
    throw new EngineError('bad-input', `The task is for another model: ${difference}`, {
      remedy: 'start this worker with the model and options of the run',
    });
  }
  for (const path of imagesOf(message.task)) await inside.check(path);
  return message;
}

/** The server keeps of an error only its words. */
const cancelled = 'The run was cancelled.';

function runOf(job: Job): string {
  const run: unknown = Reflect.get(Object(job.data), 'run');
  return typeof run === 'string' ? run : '?';
}

/** Once for every run that this worker cannot help with, why. */
async function tellStrangers(
  { model, say }: TakeOptions,
  client: ReturnType<Server['client']>,
  told: Set<string>,
): Promise<void> {
  for (const { run, title, model: wanted } of await listRuns(client).catch(() => [])) {
    const difference = modelDifference(wanted, model);
    if (difference === undefined || told.has(run)) continue;
    told.add(run);
    say(`The run ${run} (${title}) is not for this worker: ${difference}.`);
  }
}
