import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calibrate, type CalibrationJob } from '../../src-engine/calibration/calibrate.ts';
import { createPerformer, type Performer } from '../../src-engine/calibration/performer.ts';
import { keyText } from '../../src-engine/calibration/run-key.ts';
import type { Progress } from '../../src-engine/engine.ts';
import { openExchange, type ExchangeOptions } from '../../src-engine/sharing/exchange.ts';
import { countTokens, patches, syntheticEncoder, syntheticImages } from '../calibration/synthetic-encoder.ts';

let folder: string;
let directory: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dymu-exchange-'));
  directory = join(folder, 'shared');
});
afterEach(() => rm(folder, { recursive: true }));

const encoder = syntheticEncoder(4, 1);
const images = syntheticImages(70);

function performer(after: (performed: number) => void = () => undefined): Performer {
  let performed = 0;
  const real = createPerformer({
    encoder,
    prepare: (path) => images.prepare(path),
    countTokens: (pixels, thresholds) => countTokens(encoder, pixels, thresholds),
  });
  return {
    find: async (...task) => {
      const result = await real.find(...task);
      after(++performed);
      return result;
    },
    measure: async (...task) => {
      const result = await real.measure(...task);
      after(++performed);
      return result;
    },
  };
}

function job(changes: Partial<CalibrationJob>): CalibrationJob {
  return {
    encoder,
    identity: { fingerprint: 'encoder-1', name: 'synthetic', patches },
    images,
    performer: performer(),
    out: join(folder, 'curve.json'),
    batch: 16,
    points: 3,
    ...changes,
  };
}

function shard(index: number, count: number, changes: Partial<CalibrationJob & ExchangeOptions> = {}) {
  const { program = '1.0.0', onProgress, ...others } = changes;
  return calibrate(
    job({
      out: join(folder, `curve-${index}.json`),
      share: (key) =>
        openExchange({
          directory,
          shard: { index, count },
          run: keyText(key),
          program,
          pollMs: 2,
          onProgress,
        }),
      ...others,
    }),
  );
}

describe('a calibration that several machines share', () => {
  it.each([2, 3, 7])('finds the same numbers to the last bit on %i machines as on one', async (count) => {
    const single = await calibrate(job({}));
    const shared = await Promise.all(Array.from({ length: count }, (_, at) => shard(at + 1, count)));
    for (const calibration of shared) {
      expect(calibration.points).toEqual(single.points);
      expect({ ...calibration, procedure: null }).toEqual({ ...single, procedure: null });
    }
    const [first, ...others] = await Promise.all(
      shared.map((_, at) => readFile(join(folder, `curve-${at + 1}.json`), 'utf8')),
    );
    for (const other of others) expect(other).toBe(first);
  });

  it('divides the work: every task is done once', async () => {
    let performed = 0;
    const counting = () => performer(() => performed++);
    await Promise.all([1, 2, 3].map((index) => shard(index, 3, { performer: counting() })));
    expect(performed).toBe(3 * 5 + 3 * 3); // 5 batches of 14, then parts of 24 and 23 images, at three points
  });

  it('goes on with a machine that died, and does nothing twice', async () => {
    const dying = shard(2, 2, {
      performer: performer((performed) => {
        if (performed === 3) throw new Error('power cut');
      }),
    });
    const waiting = shard(1, 2);
    await expect(dying).rejects.toThrow('power cut');
    let performed = 0;
    const [first, second] = await Promise.all([
      waiting,
      shard(2, 2, { performer: performer(() => performed++) }),
    ]);
    expect(second).toEqual(first);
    expect(performed).toBe(7 - 2 + 4);
    expect(first.points).toEqual((await calibrate(job({}))).points);
  });

  it('says for whom it waits', async () => {
    const seen: Progress[] = [];
    const [waiting] = [shard(1, 2, { onProgress: (progress) => seen.push(progress) })];
    await expect.poll(() => seen.length).toBeGreaterThan(0);
    expect(seen[0]).toEqual({ stage: 'Waiting for shard 2 of 2', done: 1, total: 15 });
    await Promise.all([waiting, shard(2, 2)]);
  });

  it('leaves no half-results beside the calibration', async () => {
    await Promise.all([shard(1, 2), shard(2, 2)]);
    expect((await readdir(folder)).toSorted()).toEqual(['curve-1.json', 'curve-2.json', 'shared']);
  });
});

describe('an exchange', () => {
  it.each([
    [{ images: syntheticImages(69) }, 'with another encoder, other images or other settings'],
    [{ batch: 8 }, 'with another encoder, other images or other settings'],
    [
      { program: '2.0.0' },
      'is of version 1.0.0 of the program, not 2.0.0; run the same version on all machines.',
    ],
  ])('refuses what another run left there (%#)', async (difference, words) => {
    await Promise.all([shard(1, 2), shard(2, 2)]);
    await expect(shard(2, 2, difference)).rejects.toThrow(words);
  });

  it('refuses another number of shards', async () => {
    await Promise.all([shard(1, 2), shard(2, 2)]);
    await expect(shard(3, 3)).rejects.toThrow(
      `'${directory}' is in use by a run of 2 shards, not 3; give all shards the same number, or another folder.`,
    );
  });

  it('names a file that is not whole', async () => {
    await Promise.all([shard(1, 2), shard(2, 2)]);
    const file = join(directory, 'find-1.json');
    await writeFile(file, (await readFile(file, 'utf8')).slice(0, 40));
    await expect(shard(1, 2)).rejects.toThrow(
      `'${file}' is not valid JSON; give a folder that holds nothing of another run.`,
    );
  });

  it('believes no result that cannot be one', async () => {
    await Promise.all([shard(1, 2), shard(2, 2)]);
    const file = join(directory, 'find-1.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/"result":\[[^\]]*\]/, '"result":[7]'));
    await expect(shard(1, 2)).rejects.toThrow(/find-1\.json: result\.0 is 7, but must be at most 1;/);
  });
});
