/** `dymu sweep` on several machines, by shards and by a real worker: what they find is what one machine finds, but for times. */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createEngine } from '../../../src-engine/create-engine.ts';
import { completions, startRedis, tasksLeft, type TestServer } from '../../support/redis-server.ts';
import { golden } from '../golden-case.ts';
import { cli, inScratch, oneSentence } from '../harness.ts';

const root = resolve(import.meta.dirname, '../../..');
const document = z.looseObject({
  rows: z.array(z.looseObject({ timings: z.unknown() })),
  firstChange: z.array(z.unknown()),
});

/** A table without what hangs on the clock, and on what was kept. */
function read(path: string) {
  const found = document.parse(JSON.parse(readFileSync(path, 'utf8')));
  return {
    ...found,
    rows: found.rows.map((row) => ({ ...row, timings: null, disturbedBy: null, kept: null })),
  };
}

let worker: { readonly child: ChildProcess; readonly ended: Promise<unknown> } | undefined;
let redis: TestServer | undefined;
afterEach(async () => {
  worker?.child.kill('SIGKILL');
  await worker?.ended;
  await redis?.stop();
  [worker, redis] = [undefined, undefined];
});

async function startWorker(url: string, folder: string): Promise<void> {
  const argv = ['worker', '--device', 'cpu', '--threads', '1', '--queue', url, '--root', folder];
  const child = spawn(process.execPath, ['tools/launch/dymu.js', ...argv], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, DYMU_DATA: join(folder, 'worker-data') },
  });
  let text = '';
  child.stderr.on('data', (more: Buffer) => (text += more.toString()));
  worker = { child, ended: new Promise((done) => child.on('close', done)) };
  await expect.poll(() => text, { timeout: 200_000 }).toContain('takes tasks from');
}

describe('a sweep on several machines', { timeout: 600_000 }, () => {
  it('comes to the rows of one machine', async () => {
    await inScratch(async (folder) => {
      const at = (name: string) => join(folder, name);
      cpSync(join(golden.find, 'batch1_1.png'), at('a.png'));
      /** Every machine has a data folder of its own. */
      const run = (machine: string, ...argv: string[]) =>
        cli(argv, {
          createEngine: (options) =>
            createEngine({ ...options, dataDirectory: at(machine), cacheDirectory: at('cache') }),
        });
      const question = ['--image', at('a.png'), '--prompt', 'What is it?', '--max-new-tokens', '4'];
      const table = ['--budgets', '75%,35%', '--methods', 'tome,dymu', '--device', 'cpu', '--threads', '1'];
      const sweep = ['sweep', ...question, ...table];
      const single = await run('single', ...sweep, '--out', at('single.json'));
      expect([single.status, single.err]).toEqual([0, `Table written to ${at('single.json')}.\n`]);

      for (const index of [1, 2, 3]) {
        const part = ['--shard', `${index}/3`, '--out', at(`part-${index}.json`)];
        const { status, err } = await run(`machine-${index}`, ...sweep, ...part);
        expect(status).toBe(0);
        expect(err).toContain(`Part ${index} of 3 (${index === 3 ? '1 row' : '2 rows'}) written to `);
      }
      const parts = [2, 3, 1].map((index) => at(`part-${index}.json`));
      const merged = await run('merge', 'merge', ...parts, '--out', at('merged.json'));
      expect(merged.status).toBe(0);
      expect(read(at('merged.json'))).toEqual(read(at('single.json')));
      expect(merged.out.split('\n').at(-2)).toBe(single.out.split('\n').at(-2));

      const refused = async (...files: string[]) => {
        const { status, err } = await run('merge', 'merge', ...files, '--out', at('no.json'));
        expect(status).toBe(1);
        return oneSentence(err);
      };
      expect(await refused(parts[0]!, parts[1]!)).toMatch(/^Part 1 of 3 is missing; /);
      expect(await refused(...parts, parts[0]!)).toMatch(/^Part 2 of 3 is there twice; /);
      const changed = readFileSync(parts[0]!, 'utf8').replace('What is it?', 'What else?');
      writeFileSync(at('changed.json'), changed);
      expect(await refused(at('changed.json'), parts[1]!, parts[2]!)).toMatch(
        /^Parts 1 and 2 are not of one sweep: another question; /,
      );

      redis = await startRedis();
      await startWorker(redis.url, folder);
      const queued = await run('sender', ...sweep, '--queue', redis.url, '--out', at('queued.json'));
      expect(queued.status).toBe(0);
      expect(read(at('queued.json'))).toEqual(read(at('single.json')));
      expect((await completions(redis.url)).size).toBe(5);
      expect(await tasksLeft(redis.url)).toBe(0);
    });
  });

  it.each([
    [['--shard', '1/2'], 'A shard writes its part: give --out PART.json, and the table to dymu merge.'],
    [['--shard', '3/2', '--out', 'p.json'], '--shard takes i/n'],
    [['--shard', '1/2', '--queue', 'redis://h', '--out', 'p.json'], '--queue and --shard exclude each other'],
  ])('BAD CALL - %j', async (more, words) => {
    const { status, err } = await cli(['sweep', '--image', '/a.png', '--prompt', 'What?', ...more]);
    expect(status).toBe(2);
    expect(oneSentence(err)).toContain(words);
  });
});
