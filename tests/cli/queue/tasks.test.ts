/** Tasks between a sender and workers on a real server, with work that is only counted. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelIdentity, Progress, Task, TaskOf } from '../../../src-engine/engine.ts';
import { createEngine } from '../../../src-engine/create-engine.ts';
import { EngineError } from '../../../src-engine/errors.ts';
import { connect, type Server } from '../../../src-engine/queue/connect.ts';
import { cancelRun, listRuns } from '../../../src-engine/queue/runs.ts';
import { sendTasks } from '../../../src-engine/queue/send-tasks.ts';
import { takeTasks, type TakeOptions } from '../../../src-engine/queue/take-tasks.ts';
import { insideOf } from '../../../src-engine/sharing/inside.ts';
import { eventually } from '../../support/eventually.ts';
import { completions, startRedis, tasksLeft, type TestServer } from '../../support/redis-server.ts';

const model: ModelIdentity = {
  name: 'tiny',
  encoder: 'e'.repeat(64),
  weights: 'w'.repeat(64),
  tower: 'fp32',
  precision: 'fp32',
  device: 'cpu',
  imageBackend: 'torchvision',
  imageRoute: 'path',
  calibration: null,
};

let root: string;
let redis: TestServer;
const servers: Server[] = [];
const ends: AbortController[] = [];
const running: Promise<unknown>[] = [];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'dymu-root-'));
  redis = await startRedis();
});
afterEach(async () => {
  for (const end of ends.splice(0)) end.abort();
  await Promise.allSettled(running.splice(0));
  for (const server of servers.splice(0)) server.close();
  await redis.stop();
  rmSync(root, { recursive: true, force: true });
});

async function server(): Promise<Server> {
  const opened = await connect(redis.url);
  servers.push(opened);
  return opened;
}

function tasksOf(count: number, folder = root): TaskOf<'measure'>[] {
  return Array.from({ length: count }, (_, at) => ({
    kind: 'measure',
    images: [join(folder, `${at + 1}.png`)],
    thresholds: [0.5],
  }));
}

/** The number in the name of a task's picture. */
function numberOf(task: Task): number {
  return task.kind === 'measure' ? Number(/(\d+)\.png$/.exec(task.images[0] ?? '')?.[1]) : 0;
}

async function send(
  count: number,
  changes: {
    readonly folder?: string;
    readonly signal?: AbortSignal;
    readonly onProgress?: (progress: Progress) => void;
  } = {},
) {
  const { folder, ...others } = changes;
  const sharing = await sendTasks({
    server: await server(),
    model,
    title: 'Measuring',
    run: 'a run',
    program: '1.0.0',
    ...others,
  });
  const results: number[] = [];
  const all = (async () => {
    try {
      const never = () => Promise.reject(new Error('nothing is done here'));
      for await (const result of sharing.results('measure', tasksOf(count, folder), never))
        results.push(...result);
      return results;
    } finally {
      await sharing.close();
    }
  })();
  all.catch(() => undefined);
  return { run: sharing.run, results, all };
}

interface Worker {
  readonly said: string[];
  readonly did: number[];
  readonly end: AbortController;
  readonly ended: Promise<void>;
}

async function work(changes: Partial<TakeOptions> = {}): Promise<Worker> {
  const [said, did, end]: [string[], number[], AbortController] = [[], [], new AbortController()];
  const ended = takeTasks({
    server: await server(),
    model,
    program: '1.0.0',
    name: 'host-1',
    inside: await insideOf(root),
    perform: (task) => {
      did.push(numberOf(task));
      return Promise.resolve([numberOf(task)]);
    },
    stalledMs: 10_000,
    signal: end.signal,
    say: (sentence) => said.push(sentence),
    ...changes,
  });
  ends.push(end);
  running.push(ended);
  ended.catch(() => undefined);
  return { said, did, end, ended };
}

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);

describe('tasks in a queue', () => {
  it('come back in their order, each done once, whoever did which', async () => {
    const workers = [await work(), await work(), await work()];
    const { all } = await send(600); // more than lie in the queue at a time
    expect(await all).toEqual(upTo(600));
    expect(workers.flatMap(({ did }) => did).toSorted((a, b) => a - b)).toEqual(upTo(600));
    expect([...(await completions(redis.url)).values()].every((times) => times === 1)).toBe(true);
    expect(await tasksLeft(redis.url)).toBe(0);
  });

  it('wait for a worker, and say so', async () => {
    const seen: Progress[] = [];
    const { all } = await send(2, { onProgress: (progress) => seen.push(progress) });
    await expect.poll(() => seen.length).toBeGreaterThan(0);
    expect(seen[0]).toEqual({ stage: 'Measuring tokens, waiting for a worker', done: 0, total: 2 });
    await work();
    expect(await all).toEqual([1, 2]);
  });

  it("are one worker's as long as it lives, however long they take", async () => {
    const slow = (task: Task) => setTimeout(9000, [numberOf(task)]); // the lock lasts three seconds
    const first = await work({ perform: slow, stalledMs: 3000 });
    const { all } = await send(1);
    const second = await work({ stalledMs: 3000 });
    expect(await all).toEqual([1]);
    expect(second.did).toEqual([]);
    expect(first.said).toEqual([]);
  });

  it('survive a server that restarts in the middle', async () => {
    let performed = 0;
    const perform = async (task: Task) => {
      performed += 1;
      await setTimeout(20);
      return [numberOf(task)];
    };
    const { said } = await work({ perform });
    const { all, results } = await send(120);
    await expect.poll(() => results.length).toBeGreaterThan(10);
    await redis.restart();
    expect(await all).toEqual(upTo(120));
    expect(performed).toBeLessThan(130); // what was in work or about to be told is done again
    expect([...(await completions(redis.url)).values()].every((times) => times === 1)).toBe(true);
    expect(said.filter((sentence) => sentence.includes('failed'))).toEqual([]);
  });

  it('outlive their sender: one that is started again finds what was done meanwhile', async () => {
    const dying = await server();
    const options = { server: dying, model, title: 'Measuring', run: 'a run', program: '1.0.0' };
    const sharing = await sendTasks(options);
    const never = () => Promise.reject(new Error('nothing is done here'));
    const first = sharing.results('measure', tasksOf(40), never)[Symbol.asyncIterator]();
    first.next().catch(() => undefined);
    await expect.poll(() => tasksLeft(redis.url)).toBe(40);
    dying.close();
    const worker = await work();
    await expect.poll(() => worker.did.length).toBe(40);
    const { all } = await send(40);
    expect(await all).toEqual(upTo(40));
    expect(worker.did).toHaveLength(40);
  });

  it("are another worker's when a worker is asked to end", async () => {
    const stuck = await work({
      perform: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new EngineError('aborted', 'Stopped on request')));
        }),
    });
    const { all } = await send(1);
    await setTimeout(500);
    stuck.end.abort();
    await stuck.ended;
    const helper = await work();
    expect(await all).toEqual([1]);
    expect(helper.did).toEqual([1]);
  });

  it('are tried elsewhere where the engine of a worker dies, which ends that worker', async () => {
    const dying = await work({
      perform: () =>
        Promise.reject(new EngineError('engine-died', 'The process of the engine was ended by SIGKILL')),
    });
    const { all } = await send(3);
    await expect(dying.ended).rejects.toThrow('The process of the engine was ended by SIGKILL');
    const helper = await work();
    expect(await all).toEqual([1, 2, 3]);
    expect(helper.did.toSorted()).toEqual([1, 2, 3]);
  });
});

describe('a run in a queue', () => {
  it('fails with the sentence of the worker and its name', async () => {
    await work({ perform: () => Promise.reject(new EngineError('bad-input', "'/p/1.png' is missing")) });
    const { all } = await send(1);
    await expect(all).rejects.toThrow(
      "A task failed on host-1 ('/p/1.png' is missing); put that right and start the run again: what is done is not done twice.",
    );
    expect(await tasksLeft(redis.url)).toBe(0);
  });

  it('reads nothing outside the folder of a worker', async () => {
    const { did } = await work();
    const { all } = await send(1, { folder: '/etc' });
    await expect(all).rejects.toThrow(`A task names '/etc/1.png', which is not below '${root}'`);
    expect(did).toEqual([]);
  });

  it('is not helped by a worker with another model, which says why', async () => {
    const other = await work({ model: { ...model, name: 'other', encoder: 'f'.repeat(64) } });
    const { run } = await send(1);
    await expect
      .poll(() => other.said, { timeout: 10_000 })
      .toEqual([
        `The run ${run} (Measuring) is not for this worker: the encoder must be eeeeeeeeeeee (tiny) and is ffffffffffff (other).`,
      ]);
    expect(other.did).toEqual([]);
  });

  it('is refused by a worker of another version', async () => {
    await work({ program: '2.0.0' });
    const { all } = await send(1);
    await expect(all).rejects.toThrow('The run is of version 1.0.0 of the program, not 2.0.0');
  });

  it('stops a task whose worker is told to stop while it looks at the task', async () => {
    const stop = new AbortController();
    const within = await insideOf(root);
    const worker = await work({
      signal: stop.signal,
      inside: {
        ...within,
        check: async (path) => {
          await within.check(path);
          stop.abort();
        },
      },
      perform: (_, signal) =>
        new Promise((_resolve, reject) => {
          const onAbort = () => reject(new EngineError('aborted', 'Stopped on request'));
          if (signal.aborted) onAbort();
          else signal.addEventListener('abort', onAbort);
        }),
    });
    const { all } = await send(1);
    await worker.ended;
    expect(worker.said).toContain('0 tasks done.');
    await work();
    expect(await all).toEqual([1]);
  });

  it('is cancelled from elsewhere, and stops the workers', async () => {
    let [begun, stopped] = [false, false];
    await work({
      perform: (_, signal) =>
        new Promise((_resolve, reject) => {
          begun = true;
          signal.addEventListener('abort', () => {
            stopped = true;
            reject(new EngineError('aborted', 'Stopped on request'));
          });
        }),
    });
    const { run, all } = await send(5);
    const elsewhere = await (await server()).ready();
    await expect
      .poll(async () => (await listRuns(elsewhere)).map((one) => one.run), { timeout: 60_000 })
      .toEqual([run]);
    await expect.poll(() => begun).toBe(true);
    await cancelRun(elsewhere, run);
    await expect(all).rejects.toThrow(`The run ${run} was cancelled.`);
    await expect.poll(() => stopped).toBe(true);
    expect(await tasksLeft(redis.url)).toBe(0);
    expect(await listRuns(elsewhere)).toEqual([]);
  });

  it('is watched and cancelled through an engine, which has neither sent it nor does its tasks', async () => {
    const { all, run } = await send(8);
    const engine = await createEngine({ dataDirectory: root });
    try {
      const address = redis.url;
      const still = { run, title: 'Measuring', model: 'tiny', done: 0, total: 8 };
      await eventually(async () => {
        expect(await engine.queueRuns({ address })).toEqual([{ ...still, workers: 0 }]);
      });
      await work({ perform: (_, signal) => setTimeout(600_000, [], { signal }) });
      await eventually(async () => {
        expect(await engine.queueRuns({ address })).toEqual([{ ...still, workers: 1 }]);
      });
      await expect(engine.cancelQueueRun({ address, run: 'another' })).rejects.toThrow(
        /^There is no run "another" at 127\.0\.0\.1:\d+; it may have ended\.$/,
      );
      await engine.cancelQueueRun({ address, run });
      await expect(all).rejects.toThrow(`The run ${run} was cancelled.`);
      await eventually(async () => expect(await engine.queueRuns({ address })).toEqual([]));
      await expect(engine.queueRuns({ address: 'redis://127.0.0.1:1' })).rejects.toThrow(
        'The server at 127.0.0.1:1 answers nobody; start Redis or Valkey there, or give another address.',
      );
      await expect(engine.queueRuns({ address: 'http://here' })).rejects.toThrow(
        'The address of the queue begins with http://; give one such as redis://127.0.0.1:6379, or rediss:// for TLS.',
      );
    } finally {
      await engine.close();
    }
  });

  it('is cancelled by its sender: nothing stays in the queue', async () => {
    const stop = new AbortController();
    const { all } = await send(5, { signal: stop.signal });
    await expect.poll(() => tasksLeft(redis.url)).toBe(5);
    stop.abort();
    await expect(all).rejects.toMatchObject({ code: 'aborted' });
    expect(await tasksLeft(redis.url)).toBe(0);
  });
});
