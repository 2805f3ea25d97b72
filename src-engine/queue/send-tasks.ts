/**
 * Shares a run with whoever takes tasks from a queue. So many tasks lie there at a time, and each is taken away when what it came to is here:
 * the server holds little however long the run. A task has one name for ever, so that adding it again adds nothing.
 */
import { setTimeout } from 'node:timers/promises';
import type { Job, Queue, QueueEvents } from 'bullmq';
import type { Progress } from '../engine.ts';
import type { ModelIdentity, Sharing, TaskKind, TaskOf, TaskResults } from '../engine-sharing.ts';
import { EngineError, throwIfAborted } from '../errors.ts';
import { sha256 } from '../files/sha256.ts';
import { clip } from '../files/words.ts';
import { resultSchemas } from '../sharing/task-schemas.ts';
import type { Server } from './connect.ts';
import { messageVersion, resultMessageSchema, type TaskMessage } from './messages.ts';
import { announce, cancelRun, isCancelled, keyPrefix, queueName, uncancel, withdraw } from './runs.ts';

/** Tasks that lie in the queue at a time: enough for many workers, and little for the server. */
const ahead = 256;
/** Workers that a task may fail on before the run does: one machine's trouble is no other's. */
const attempts = 3;
/** Between two looks at everything that was sent, ms: events tell the rest sooner, but a server that restarted forgets those. */
const lookAgain = 2000;
/** Between two times that progress is told and asked whether somebody has cancelled, ms. */
const tellAgain = 500;
const backoff = { type: 'fixed', delay: 1000 };
/** Seconds for which the server keeps what failed where no sender takes it away. */
const removeOnFail = { age: 24 * 3600 };

export interface SendOptions {
  readonly server: Server;
  readonly model: ModelIdentity;
  readonly title: string;
  /** What the run is: a run that is started again finds what is in the queue. */
  readonly run: string;
  readonly program: string; // version
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface QueueSharing extends Sharing {
  /** The name by which it can be cancelled. */
  readonly run: string;
  /** Takes away what is left in the queue, and stops the workers where the run has not ended. */
  close(): Promise<void>;
}

export async function sendTasks(options: SendOptions): Promise<QueueSharing> {
  const { server, model, title, program, signal, onProgress } = options;
  const run = sha256(JSON.stringify([options.run, program, model])).slice(0, 16);
  const client = await server.ready();
  await uncancel(client, run);
  const queue: Queue = new server.bullmq.Queue(queueName(model), { connection: client, prefix: keyPrefix });
  const events: QueueEvents = new server.bullmq.QueueEvents(queueName(model), {
    connection: server.client(),
    prefix: keyPrefix,
  });
  const created = new Date().toISOString();
  const outstanding = new Set<string>();
  let ended = false;
  const told = new Set<string>(); // what events said to be done
  let wake = new AbortController();
  const rouse = (): void => wake.abort();
  const onEnd = ({ jobId }: { readonly jobId: string }): void => {
    told.add(jobId);
    rouse();
  };
  queue.on('error', () => undefined); // a lost server is told by its connection
  events.on('error', () => undefined);
  events.on('completed', onEnd);
  events.on('failed', onEnd);
  signal?.addEventListener('abort', rouse);

  const cancelled = () => new EngineError('aborted', `The run ${run} was cancelled`);

  const add = async (id: string, task: TaskMessage['task']): Promise<void> => {
    const message: TaskMessage = {
      format: 'dymu-task',
      version: messageVersion,
      program,
      run,
      title,
      model,
      task,
    };
    outstanding.add(id);
    await queue.add(task.kind, message, { jobId: id, attempts, backoff, removeOnFail });
  };

  /** Undefined while it is not done. */
  const look = async <K extends TaskKind>(
    kind: K,
    id: string,
    task: TaskOf<K>,
  ): Promise<TaskResults[K] | undefined> => {
    const job: Job | undefined = await queue.getJob(id);
    if (job === undefined) {
      await add(id, task); // a server that lost its data
      return undefined;
    }
    if (job.finishedOn === undefined) return undefined;
    const { data: message } = resultMessageSchema.safeParse(job.returnvalue);
    if (message === undefined) throw (await isCancelled(client, run)) ? cancelled() : failed(job); // its worker may know first
    const result = resultSchemas[kind].safeParse(message.result);
    await job.remove();
    outstanding.delete(id);
    if (result.success) return result.data;
    await add(id, task); // whoever did it is of another version: it is done again
    return undefined;
  };

  const wait = async (): Promise<void> => {
    await setTimeout(lookAgain, undefined, { signal: wake.signal }).catch(() => undefined);
    wake = new AbortController();
    throwIfAborted(signal);
  };
  let toldAt = 0;
  let lookedAt = 0;

  const tell = async (kind: TaskKind, done: number, total: number): Promise<void> => {
    throwIfAborted(signal);
    if (performance.now() < toldAt + tellAgain) return;
    toldAt = performance.now();
    if (client.status !== 'ready') {
      onProgress?.({ stage: `Waiting for the server at ${server.name}`, done, total });
      return;
    }
    await announce(client, { run, title, model, done, total });
    if (await isCancelled(client, run)) throw cancelled();
    const workers = await queue.getWorkersCount();
    onProgress?.({ stage: stageOf(kind, workers), done, total });
  };

  return {
    run,
    created: () => Promise.resolve(created),
    keepsResults: false,
    async *results(kind, tasks) {
      const here = new Map<number, TaskResults[typeof kind]>();
      let [sent, next] = [0, 0];
      // By what it is, not where it stands: what was counted before a sender ended is not in its next list.
      const ids = tasks.map((task) => `${run}-${kind}-${sha256(JSON.stringify(task)).slice(0, 16)}`);
      const idOf = (number: number): string => ids[number] ?? '';
      while (next < tasks.length) {
        await tell(kind, next + here.size, tasks.length);
        if (client.status === 'ready') {
          for (; sent < Math.min(tasks.length, next + ahead); sent++) {
            const task = tasks[sent];
            if (task !== undefined) await add(idOf(sent), task);
          }
          const all = performance.now() > lookedAt + lookAgain;
          if (all) lookedAt = performance.now();
          for (let number = next; number < sent; number++) {
            const task = tasks[number];
            if (here.has(number) || task === undefined || !(told.delete(idOf(number)) || all)) continue;
            const result = await look(kind, idOf(number), task);
            if (result !== undefined) here.set(number, result);
          }
        }
        for (let result = here.get(next); result !== undefined; result = here.get(next)) {
          here.delete(next);
          next += 1;
          yield result;
        }
        if (next < tasks.length) await wait();
      }
      ended = next === tasks.length;
    },
    async close() {
      signal?.removeEventListener('abort', rouse);
      if (client.status === 'ready') {
        if (!ended || outstanding.size > 0) await cancelRun(client, run);
        await withdraw(client, run);
        await clear(queue, outstanding);
      }
      await events.close().catch(() => undefined);
      await queue.close().catch(() => undefined);
    },
  };
}

/** What is in work cannot be taken away: its worker is given some time to stop. */
async function clear(queue: Queue, ids: ReadonlySet<string>): Promise<void> {
  const left = new Set(ids);
  for (let tries = 0; left.size > 0 && tries < 20; tries++) {
    if (tries > 0) await setTimeout(250);
    for (const id of left) {
      const removed = await queue.remove(id).catch(() => 0);
      if (removed === 1 || (await queue.getJob(id)) === undefined) left.delete(id);
    }
  }
}

function failed(job: Job): EngineError {
  const where = clip(job.processedBy ?? 'a worker', 100);
  return new EngineError(
    'bad-input',
    `A task failed on ${where} (${clip(job.failedReason.replace(/\.$/, ''), 1000)})`,
    {
      remedy: 'put that right and start the run again: what is done is not done twice',
    },
  );
}

const stages: Readonly<Record<TaskKind, string>> = {
  find: 'Finding thresholds',
  measure: 'Measuring tokens',
  rows: 'Measuring rows',
  count: 'Counting tokens',
  evaluate: 'Answering',
  sweep: 'Answering',
};

function stageOf(kind: TaskKind, workers: number): string {
  const on =
    workers === 0 ? 'waiting for a worker' : `on ${workers === 1 ? 'one worker' : `${workers} workers`}`;
  return `${stages[kind]}, ${on}`;
}
