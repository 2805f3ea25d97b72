/** A collection that workers count, through the engine's own call, in this process and over a port, on a real server. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEngine } from '../../../src-engine/create-engine.ts';
import type {
  CollectRequest,
  Engine,
  LocalEngine,
  Progress,
  Task,
  TaskResults,
} from '../../../src-engine/engine.ts';
import { programVersion } from '../../../src-engine/files/program-version.ts';
import { connect } from '../../../src-engine/queue/connect.ts';
import { takeTasks } from '../../../src-engine/queue/take-tasks.ts';
import { insideOf } from '../../../src-engine/sharing/inside.ts';
import { completions, freePort, startRedis, tasksLeft, type TestServer } from '../../support/redis-server.ts';
import { overPort } from '../../support/remote-engine.ts';
import { rejection } from '../../support/scratch.ts';
import { golden } from '../golden-case.ts';

let scratch: string;
let redis: TestServer;
/** The machine of the workers. */
let elsewhere: LocalEngine;
const ends: (() => Promise<unknown>)[] = [];

const engineAt = (data: string) =>
  createEngine({ device: 'cpu', threads: 1, dataDirectory: data, cacheDirectory: join(scratch, 'cache') });

async function loaded(data: string): Promise<LocalEngine> {
  const engine = await engineAt(data);
  await engine.load({ directory: golden.model });
  return engine;
}

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'dymu-sent-'));
  elsewhere = await loaded(join(scratch, 'worker'));
});
afterAll(async () => {
  await elsewhere.close();
  rmSync(scratch, { recursive: true, force: true });
});
beforeEach(async () => {
  redis = await startRedis();
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  await redis.stop();
});

/** 24 pictures, sixteen a task: two tasks. */
function pictures(): string {
  const folder = mkdtempSync(join(scratch, 'pictures-'));
  mkdirSync(join(folder, 'below'));
  const names = readdirSync(golden.find).filter((name) => name.endsWith('.png'));
  for (const [at, name] of names.entries())
    cpSync(join(golden.find, name), join(folder, at % 2 === 0 ? name : `below/${name}`));
  return folder;
}

const reductions = [9, 20].map((tokens) => ({ method: 'tome', budget: { kind: 'tokens', tokens } }) as const);
const asked = (source: string): CollectRequest => ({ source, points: 0, reductions, checks: 0 });

async function sender(): Promise<LocalEngine> {
  const engine = await loaded(mkdtempSync(join(scratch, 'sender-')));
  ends.push(() => engine.close());
  return engine;
}

type Perform = (task: Task, signal: AbortSignal) => Promise<TaskResults[Task['kind']]>;

async function work(perform: Perform = (task, signal) => elsewhere.perform(task, { signal })): Promise<void> {
  const server = await connect(redis.url);
  const end = new AbortController();
  const working = takeTasks({
    server,
    model: await elsewhere.identity(),
    program: programVersion(),
    name: 'elsewhere',
    inside: await insideOf(scratch),
    perform,
    stalledMs: 10_000,
    signal: end.signal,
    say: () => undefined,
  });
  ends.push(async () => {
    end.abort();
    await working.catch(() => undefined);
    server.close();
  });
}

/** What is known of every image, by path. */
async function countsOf(engine: Engine, source: string): Promise<Record<string, readonly (number | null)[]>> {
  const { images } = await engine.collection({ source, reductions });
  return Object.fromEntries(images.map(({ path, asked: counts }) => [path, counts]));
}

/** The same counted by one machine. */
async function countedAlone(source: string) {
  const engine = await sender();
  const { id } = await engine.startJob({
    kind: 'collect',
    model: { directory: golden.model },
    collect: asked(source),
  });
  await expect.poll(async () => (await engine.jobResult(id))?.kind).toBe('collect');
  return countsOf(engine, source);
}

describe('a collection that is sent to workers', () => {
  it.each([
    ['in this process', (engine: LocalEngine): Engine => engine],
    ['over a port', (engine: LocalEngine): Engine => overPort(engine)],
  ])('lands once in the table of the sender (%s)', async (_, reached) => {
    const folder = pictures();
    writeFileSync(join(folder, 'broken.png'), 'no picture');
    const engine = reached(await sender());
    const seen: Progress[] = [];
    await work();
    const send = () =>
      engine.collectByWorkers(
        { address: redis.url, collect: asked(folder) },
        { onProgress: (progress) => seen.push(progress) },
      );
    expect(await send()).toEqual({ source: folder, images: 24, unreadable: 1, encodes: 48, known: 0 });
    expect(seen.map(({ stage }) => stage)).toContain('Looking at the files');
    expect(seen.some(({ stage }) => stage.startsWith('Counting tokens, '))).toBe(true);
    expect(await countsOf(engine, folder)).toEqual(await countedAlone(folder));
    expect([...(await completions(redis.url)).values()]).toEqual([1, 1]);
    expect(await send()).toEqual({ source: folder, images: 24, unreadable: 1, encodes: 0, known: 48 });
    expect((await completions(redis.url)).size).toBe(2);
    expect(await tasksLeft(redis.url)).toBe(0);
  });

  it('waits for a worker and says so; stopped, it takes its tasks away', async () => {
    const folder = pictures();
    const engine = await sender();
    const stop = new AbortController();
    const stages: string[] = [];
    const sent = engine.collectByWorkers(
      { address: redis.url, collect: asked(folder) },
      {
        signal: stop.signal,
        onProgress: ({ stage }) => {
          stages.push(stage);
          if (stage === 'Counting tokens, waiting for a worker') stop.abort();
        },
      },
    );
    expect((await rejection(sent)).code).toBe('aborted');
    expect(stages).toContain('Counting tokens, waiting for a worker');
    expect(await tasksLeft(redis.url)).toBe(0);
    expect(await engine.queueRuns({ address: redis.url })).toEqual([]);
  });

  it('is ended from elsewhere, keeps what has come, and goes on with the rest', async () => {
    const folder = pictures();
    const engine = await sender();
    let tasks = 0;
    const first = new AbortController();
    await work(async (task, signal) => {
      tasks += 1;
      if (tasks === 2) {
        first.abort();
        await setTimeout(60_000, undefined, { signal }).catch(() => undefined);
        signal.throwIfAborted();
      }
      return elsewhere.perform(task, { signal });
    });
    let name = '';
    const send = () =>
      engine.collectByWorkers(
        { address: redis.url, collect: asked(folder) },
        { onRun: (run) => (name = run) },
      );
    const sent = send();
    sent.catch(() => undefined);
    await expect.poll(() => first.signal.aborted).toBe(true);
    await expect
      .poll(
        async () => Object.values(await countsOf(engine, folder)).filter(([count]) => count !== null).length,
        {
          timeout: 60_000,
        },
      )
      .toBe(16);
    await engine.cancelQueueRun({ address: redis.url, run: name });
    expect((await rejection(sent)).message).toBe(`The run ${name} was cancelled.`);
    expect(await send()).toMatchObject({ images: 24, encodes: 16, known: 32 });
    expect([...(await completions(redis.url)).values()]).toEqual([1, 1]);
  });

  it('keeps nothing of a worker that counts otherwise than this computer', async () => {
    const folder = pictures();
    const engine = await sender();
    await work(async (task, signal) => {
      const results = await elsewhere.perform(task, { signal });
      return JSON.parse(JSON.stringify(results), (key, value: unknown) =>
        key === 'tokens' ? [1, 1] : value,
      ) as TaskResults['count'];
    });
    const { message } = await rejection(
      engine.collectByWorkers({ address: redis.url, collect: asked(folder) }),
    );
    expect(message).toMatch(
      /^A worker's count of the tokens of '.+\.png' is 1, and this computer's is (9|20); find the machine that differs, and send again; what was counted before is kept\.$/,
    );
    expect(new Set(Object.values(await countsOf(engine, folder)).flat())).toEqual(new Set([null]));
  });

  it('refuses a worker that sees other contents under a name', async () => {
    const folder = pictures();
    const engine = await sender();
    await work(async (task, signal) => {
      const results = (await elsewhere.perform(task, { signal })) as TaskResults['count'];
      return results.map((result) => ('content' in result ? { ...result, content: 'f'.repeat(64) } : result));
    });
    const sent = engine.collectByWorkers({ address: redis.url, collect: asked(folder) });
    expect((await rejection(sent)).message).toMatch(
      /^A worker read other contents under '.+' than this computer; let all machines see the same files, and send again; what was counted is kept\.$/,
    );
    expect(new Set(Object.values(await countsOf(engine, folder)).flat())).toEqual(new Set([null]));
  });

  it('takes what is there of a picture that changes meanwhile', async () => {
    const folder = pictures();
    const engine = await sender();
    const changing = readdirSync(folder).find((name) => name.endsWith('.png')) ?? '';
    await work((task, signal) => {
      cpSync(golden.image, join(folder, changing));
      return elsewhere.perform(task, { signal });
    });
    const result = await engine.collectByWorkers({ address: redis.url, collect: asked(folder) });
    expect(result).toMatchObject({ images: 24, unreadable: 0 });
    await expect
      .poll(async () => (await countsOf(engine, folder))[changing], { timeout: 60_000 })
      .toEqual([9, 20]);
  });

  it.each([
    [
      'that answers nobody',
      async () => `redis://127.0.0.1:${await freePort()}`,
      /answers nobody; start Redis/,
    ],
    [
      'that wants another password',
      async () => {
        const guarded = await startRedis('--requirepass', 'right');
        ends.push(() => guarded.stop());
        return guarded.url.replace('redis://', 'redis://:wrong@');
      },
      /^The server at 127\.0\.0\.1:\d+ does not accept this user and password; check both in the address\.$/,
    ],
    ['that is no address', () => Promise.resolve('nonsense'), /^The address of the queue is none; /],
  ])('at a server %s is refused in one sentence', async (_, address, sentence) => {
    const engine = await sender();
    const refused = await rejection(
      engine.collectByWorkers({ address: await address(), collect: asked(pictures()) }),
    );
    expect([refused.code, refused.message]).toEqual(['bad-input', expect.stringMatching(sentence)]);
  });
});
