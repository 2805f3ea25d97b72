import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  deleteProgress,
  progressPath,
  readProgress,
  writeProgress,
} from '../../src-engine/calibration/progress-file.ts';
import type { RunKey } from '../../src-engine/calibration/run-key.ts';
import { summarise } from '../../src-engine/calibration/statistics.ts';

const key: RunKey = { encoder: 'e', data: 'd', batch: 8, totals: [10, 20] };
const progress = { found: [[0.9, 0.8]], measured: [summarise([3, 4])] };
let out: string;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dymu-progress-'));
  out = join(folder, 'curve.json');
});
afterAll(() => rm(folder, { recursive: true }));

describe('the progress file', () => {
  it('brings back the points of the same run', async () => {
    await writeProgress(out, key, progress);
    const read = await readProgress(out, { totals: [10, 20], batch: 8, data: 'd', encoder: 'e' });
    expect(read.found).toEqual(progress.found);
    expect(read.measured).toEqual(progress.measured);
  });

  it.each([{ encoder: 'x' }, { data: 'x' }, { batch: 9 }, { totals: [10] }])(
    'refuses the points of a run with another %o',
    async (difference) => {
      await writeProgress(out, key, progress);
      await expect(readProgress(out, { ...key, ...difference })).rejects.toMatchObject({
        code: 'bad-calibration',
        message: `'${progressPath(out)}' belongs to a calibration with another encoder, other images or other settings; delete it, or calibrate without resuming.`,
      });
    },
  );

  it.each(['', '{"format":', '{"format":"dymu-calibration-progress","version":2}'])(
    'refuses damage: %s',
    async (text) => {
      await writeFile(progressPath(out), text);
      await expect(readProgress(out, key)).rejects.toThrow(
        /(is not valid JSON|version is 2, but must be 1); delete it, or calibrate without resuming\.$/,
      );
    },
  );

  it('is empty where there is none', async () => {
    await deleteProgress(out);
    await deleteProgress(out);
    expect(await readProgress(out, key)).toEqual({ found: [], measured: [] });
  });
});
