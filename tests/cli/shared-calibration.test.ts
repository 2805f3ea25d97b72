/** `dymu calibrate --shard` with the real engine: machines that share a folder find what one finds. */
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { goldenModel } from '../support/golden-model.ts';
import { dymu, golden } from './golden-case.ts';
import { cli, inScratch, oneSentence } from './harness.ts';

const calibration = z.looseObject({
  points: z.array(z.unknown()),
  encoder: z.unknown(),
  data: z.unknown(),
  rows: z.looseObject({ points: z.array(z.unknown()) }).optional(),
});

/** 72 pictures: three batches. */
function pictures(folder: string): string {
  const at = join(folder, 'pictures');
  mkdirSync(at);
  for (const name of readdirSync(golden.find).filter((one) => one.endsWith('.png'))) {
    for (const copy of ['a', 'b', 'c']) cpSync(join(golden.find, name), join(at, `${copy}-${name}`));
  }
  return at;
}

/** Calibrates in `folder` on one machine and as two shards, whose files are the same; answers the documents of both ways. */
async function calibratedBothWays(folder: string, model: string, points: number) {
  const common = ['calibrate', '--model', model, '--device', 'cpu', '--images', pictures(folder)];
  const run = (out: string, ...more: string[]) =>
    dymu([...common, '--points', String(points), '--out', join(folder, out), ...more]);
  const read = (out: string) => calibration.parse(JSON.parse(readFileSync(join(folder, out), 'utf8')));
  const exchange = ['--exchange', join(folder, 'exchange')];

  expect((await run('single.json')).status).toBe(0);
  const shards = await Promise.all([
    run('first.json', '--shard', '1/2', ...exchange),
    run('second.json', '--shard', '2/2', ...exchange, '--threads', '1'),
  ]);
  expect(shards.map(({ status }) => status)).toEqual([0, 0]);
  expect(readFileSync(join(folder, 'second.json'))).toEqual(readFileSync(join(folder, 'first.json')));
  return { single: read('single.json'), shared: read('first.json') };
}

describe('dymu calibrate on several machines', () => {
  it('writes the file of one machine, but for the time at which it was begun', async () => {
    await inScratch(async (folder) => {
      const { single, shared } = await calibratedBothWays(folder, golden.model, 3);
      expect(single.points).toHaveLength(3);
      expect(single.data).toMatchObject({ images: 72 });
      expect({ ...shared, procedure: null }).toEqual({ ...single, procedure: null });
    });
  });

  it.each(['smolvlm', 'qwen3-vl'] as const)(
    'finds the thresholds of rows of one machine (%s)',
    async (name) => {
      await inScratch(async (folder) => {
        const { single, shared } = await calibratedBothWays(folder, goldenModel(name), 2);
        expect(single.rows?.points.length).toBeGreaterThan(1);
        expect({ ...shared, procedure: null }).toEqual({ ...single, procedure: null });
        const parts = readdirSync(join(folder, 'exchange')).filter((file) => file.startsWith('rows-'));
        expect(parts).toHaveLength(3); // of 24 pictures each
      });
    },
  );

  it.each([
    [['--shard', '1/2'], /^A shard of a calibration needs --exchange DIR: /],
    [['--exchange', 'x'], /^--exchange needs --shard i\/n: /],
    [['--shard', '3/2', '--exchange', 'x'], /^--shard takes i\/n, such as 2\/8 .*; "3\/2" is none\.$/],
    [['--shard', '1/2', '--exchange', 'x', '--resume'], /^--resume and --exchange exclude each other; /],
  ])('takes %j as wrong usage', async (argv, sentence) => {
    const { status, err } = await cli(['calibrate', '--images', 'a', '--out', 'b.json', ...argv]);
    expect(status).toBe(2);
    expect(oneSentence(err)).toMatch(sentence);
  });
});
