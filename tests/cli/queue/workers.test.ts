/** Real workers with a real engine, one of which is killed while the server restarts: what they find is what one machine finds. */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createEngine } from '../../../src-engine/create-engine.ts';
import { completions, startRedis, tasksLeft, type TestServer } from '../../support/redis-server.ts';
import { dymu, golden } from '../golden-case.ts';
import { cli, inScratch } from '../harness.ts';

const root = resolve(import.meta.dirname, '../../..');
const model = ['--model', golden.model, '--device', 'cpu'];

interface Worker {
  readonly child: ChildProcess;
  said(): string;
  readonly ended: Promise<number | null>;
}

const workers: Worker[] = [];
let redis: TestServer | undefined;
afterEach(async () => {
  for (const { child, ended } of workers.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  await redis?.stop();
});

async function startWorker(url: string, folder: string): Promise<Worker> {
  const argv = [
    'worker',
    ...model,
    '--queue',
    url,
    '--root',
    folder,
    '--stalled-after',
    '2',
    '--threads',
    '1',
  ];
  const child = spawn(process.execPath, ['tools/launch/dymu.js', ...argv], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr.on('data', (more: Buffer) => (text += more.toString()));
  const ended = new Promise<number | null>((done) => child.on('close', (status) => done(status)));
  const worker = { child, said: () => text, ended };
  workers.push(worker);
  await expect.poll(() => text).toContain('takes tasks from');
  return worker;
}

/** 120 pictures: four batches. */
function pictures(folder: string): string {
  const at = join(folder, 'pictures');
  mkdirSync(at);
  for (const name of readdirSync(golden.find).filter((one) => one.endsWith('.png'))) {
    for (const copy of ['a', 'b', 'c', 'd', 'e'])
      cpSync(join(golden.find, name), join(at, `${copy}-${name}`));
  }
  return at;
}

const calibration = z.looseObject({ points: z.array(z.unknown()).min(3), procedure: z.unknown() });

function read(path: string) {
  return { ...calibration.parse(JSON.parse(readFileSync(path, 'utf8'))), procedure: null };
}

describe('workers on a queue', () => {
  it('calibrate as one machine does, though one is killed and the server restarts in the middle', async () => {
    await inScratch(async (folder) => {
      const server = await startRedis();
      redis = server;
      const argv = ['calibrate', ...model, '--images', pictures(folder), '--points', '5'];
      const single = await dymu([...argv, '--out', join(folder, 'single.json')]);
      expect(single.status).toBe(0);

      const [first, second] = [await startWorker(server.url, folder), await startWorker(server.url, folder)];
      const running = cli(
        [...argv, '--out', join(folder, 'queued.json'), '--queue', server.url, '--threads', '1'],
        { createEngine },
      );
      const done = async () => (await completions(server.url)).size;
      await expect.poll(done, { interval: 20 }).toBeGreaterThan(2);
      first.child.kill('SIGKILL');
      await expect.poll(done, { interval: 20 }).toBeGreaterThan(5);
      await server.restart();
      const { status, err } = await running;
      expect([status, err.includes('was cancelled')]).toEqual([0, false]);
      expect(read(join(folder, 'queued.json'))).toEqual(read(join(folder, 'single.json')));

      const times = [...(await completions(server.url)).values()];
      expect(times).toHaveLength(5 * 4 + 5 * 4); // batches, and parts of 30 images, at five points
      expect(times.every((count) => count === 1)).toBe(true);
      expect(await tasksLeft(server.url)).toBe(0);
      second.child.kill('SIGINT');
      expect(await second.ended).toBe(0);
      expect(second.said()).toMatch(/\n\d+ tasks done\.\n$/);
    });
  });

  it('evaluate as one machine does', async () => {
    await inScratch(async (folder) => {
      const server = await startRedis();
      redis = server;
      const names = readdirSync(golden.find).filter((name) => name.endsWith('.png'));
      for (const name of names) cpSync(join(golden.find, name), join(folder, name));
      const questions = names.map((image) =>
        JSON.stringify({ image, question: 'What is it?', answers: ['x'] }),
      );
      writeFileSync(join(folder, 'questions.jsonl'), questions.join('\n'));
      const argv = ['eval', ...model, '--data', folder, '--modes', 'full,tome:20', '--max-new-tokens', '2'];
      const out = (name: string) => ['--out', join(folder, name)];
      expect((await dymu([...argv, ...out('single.json')])).status).toBe(0);
      await startWorker(server.url, folder);
      const { status, err } = await cli([...argv, ...out('queued.json'), '--queue', server.url], {
        createEngine,
      });
      expect([status, /Answering, .* \(0 %\)/.test(err)]).toEqual([0, true]);
      expect(readFileSync(join(folder, 'queued.json'), 'utf8')).toBe(
        readFileSync(join(folder, 'single.json'), 'utf8'),
      );
      expect((await completions(server.url)).size).toBe(3); // 24 pictures, eight a task
    });
  });

  it('count a collection as one machine does', async () => {
    await inScratch(async (folder) => {
      const server = await startRedis();
      redis = server;
      const at = pictures(folder);
      writeFileSync(join(at, 'broken.png'), 'no picture');
      const onMachine = (name: string): NonNullable<Parameters<typeof cli>[1]> => ({
        createEngine: (options) => createEngine({ ...options, dataDirectory: join(folder, name) }),
      });
      const argv = ['collect', at, ...model, '--budgets', 'tome:20,tome:9'];
      const out = (name: string) => ['--out', join(folder, name)];
      await startWorker(server.url, folder);
      const queued = [...argv, ...out('queued.csv'), '--queue', server.url];
      const { status, err } = await cli(queued, onMachine('sender'));
      expect([status, err.includes('broken.png')]).toEqual([0, true]);
      expect((await cli([...argv, ...out('single.csv')], onMachine('single'))).status).toBe(0);
      expect(readFileSync(join(folder, 'queued.csv'), 'utf8')).toBe(
        readFileSync(join(folder, 'single.csv'), 'utf8'),
      );
      expect((await completions(server.url)).size).toBe(2); // 24 pictures, each five times; sixteen a task
      const again = await cli(queued, onMachine('sender'));
      expect([again.status, again.err]).toEqual([
        0,
        expect.stringContaining('48 counts were known from earlier'),
      ]);
      expect((await completions(server.url)).size).toBe(2);
    });
  });

  it('say of images none of which can be decoded that there is nothing to count, as one machine does', async () => {
    await inScratch(async (folder) => {
      const server = await startRedis();
      redis = server;
      const at = join(folder, 'cut');
      mkdirSync(at);
      const whole = readFileSync(join(golden.find, 'batch1_1.png'));
      for (const [name, bytes] of [
        ['1.png', 60],
        ['2.png', 70],
      ] as const)
        writeFileSync(join(at, name), whole.subarray(0, bytes));
      const local: NonNullable<Parameters<typeof cli>[1]> = {
        createEngine: (options) => createEngine({ ...options, dataDirectory: join(folder, 'data') }),
      };
      const argv = ['collect', at, ...model, '--budgets', 'tome:20'];
      await startWorker(server.url, folder);
      for (const more of [['--queue', server.url], []]) {
        const { status, out, err } = await cli([...argv, ...more], local);
        expect([status, out]).toEqual([1, '']);
        expect(err).toMatch(/^2 of 2 files could not be read and were left out:\n {2}.*1\.png/m);
        expect(err).toMatch(/cut' holds no image that can be read; /);
      }
    });
  });
});
