/** Rows of models that join squares of patches, calibrated and counted by workers on a real server: what one machine finds. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createEngine } from '../../../src-engine/create-engine.ts';
import type { LocalEngine, TaskKind } from '../../../src-engine/engine.ts';
import { programVersion } from '../../../src-engine/files/program-version.ts';
import { connect, type Server } from '../../../src-engine/queue/connect.ts';
import { sendTasks } from '../../../src-engine/queue/send-tasks.ts';
import { takeTasks } from '../../../src-engine/queue/take-tasks.ts';
import { insideOf } from '../../../src-engine/sharing/inside.ts';
import { goldenModel } from '../../support/golden-model.ts';
import { startRedis, tasksLeft, type TestServer } from '../../support/redis-server.ts';
import { golden } from '../golden-case.ts';

let scratch: string;
let redis: TestServer;
beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'dymu-rows-'));
  redis = await startRedis();
});
afterAll(async () => {
  await redis.stop();
  rmSync(scratch, { recursive: true, force: true });
});

/** 40 pictures: two tasks of a calibration, three of a collection. */
function pictures(name: string): string {
  const at = join(scratch, name);
  mkdirSync(at);
  const found = readdirSync(golden.find).filter((one) => one.endsWith('.png'));
  for (const copy of ['a', 'b'])
    for (const one of found.slice(0, 20)) cpSync(join(golden.find, one), join(at, `${copy}-${one}`));
  return at;
}

const imagesIn = (folder: string) => readdirSync(folder).map((name) => join(folder, name));

async function engineOf(model: string, data: string, calibrations: string): Promise<LocalEngine> {
  const engine = await createEngine({
    ...{
      device: 'cpu',
      threads: 1,
      dataDirectory: join(scratch, data),
      cacheDirectory: join(scratch, 'cache'),
    },
    calibrationDirectories: [calibrations],
  });
  await engine.load({ directory: model });
  return engine;
}

interface Working {
  readonly kinds: TaskKind[];
  readonly end: () => Promise<void>;
}

async function work(engine: LocalEngine): Promise<Working> {
  const server = await connect(redis.url);
  const stop = new AbortController();
  const kinds: TaskKind[] = [];
  const working = takeTasks({
    ...{ server, model: await engine.identity(), program: programVersion(), name: 'elsewhere' },
    inside: await insideOf(scratch),
    perform: (task, signal) => {
      kinds.push(task.kind);
      return engine.perform(task, { signal });
    },
    ...{ stalledMs: 10_000, signal: stop.signal, say: () => undefined },
  });
  return {
    kinds,
    end: async () => {
      stop.abort();
      await working.catch(() => undefined);
      server.close();
    },
  };
}

const fileSchema = z.looseObject({ rows: z.unknown(), points: z.unknown(), procedure: z.unknown() });
const read = (file: string) => ({
  ...fileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))),
  procedure: null,
});

describe.each(['smolvlm', 'qwen3-vl'] as const)('rows of %s by workers', (name) => {
  const model = goldenModel(name);
  let [here, elsewhere]: LocalEngine[] = [];
  let folder: string;
  let calibrations: string;

  beforeAll(async () => {
    folder = pictures(name);
    calibrations = mkdtempSync(join(scratch, 'calibrations-'));
    here = await engineOf(model, `${name}-here`, calibrations);
    elsewhere = await engineOf(model, `${name}-elsewhere`, calibrations);
  });
  afterAll(async () => {
    await here?.close();
    await elsewhere?.close();
  });

  it('are calibrated to what one machine finds, bit for bit', async () => {
    const working = await work(elsewhere!);
    const server: Server = await connect(redis.url);
    const request = { images: imagesIn(folder), points: 2 };
    const [alone, sent] = [join(calibrations, 'alone.json'), join(scratch, `${name}-sent.json`)];
    await here!.calibrate({ ...request, out: alone });
    const identity = await here!.identity();
    const result = await here!.calibrate(
      { ...request, out: sent },
      {
        share: (run) =>
          sendTasks({ server, model: identity, title: 'Calibrating', run, program: programVersion() }),
      },
    );
    server.close();
    await working.end();
    expect(working.kinds.filter((kind) => kind === 'rows')).toHaveLength(2);
    expect(result.rows?.length).toBeGreaterThan(1);
    expect(read(sent)).toEqual(read(alone));
  });

  it('are counted in a collection as on one machine', async () => {
    await here!.load({ directory: model });
    await elsewhere!.load({ directory: model });
    const reductions = [{ method: 'rows', budget: { kind: 'share', share: 0.35 } } as const];
    const collect = { source: folder, method: 'rows', points: 3, reductions, checks: 0 } as const;
    const counts = async (engine: LocalEngine) => {
      const { images } = await engine.collection({ source: folder, method: 'rows', reductions });
      return images.map(({ path, asked, counts: curve }) => ({ path, asked, curve }));
    };
    const working = await work(elsewhere!);
    const sent = await here!.collectByWorkers({ address: redis.url, collect });
    await working.end();
    expect(sent).toMatchObject({ images: 40, unreadable: 0 });
    expect(new Set(working.kinds)).toEqual(new Set(['count']));
    expect(await tasksLeft(redis.url)).toBe(0);
    const one = await engineOf(model, `${name}-one`, calibrations);
    const { id } = await one.startJob({ kind: 'collect', model: { directory: model }, collect });
    await expect.poll(async () => (await one.jobResult(id))?.kind, { timeout: 60_000 }).toBe('collect');
    const alone = await counts(one);
    await one.close();
    expect(alone.flatMap(({ asked }) => asked).every((count) => count !== null)).toBe(true);
    expect(await counts(here!)).toEqual(alone);
  });
});
