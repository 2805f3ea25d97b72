import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { calibrate, type CalibrationJob } from '../../src-engine/calibration/calibrate.ts';
import { readCalibration } from '../../src-engine/calibration/calibration-file.ts';
import { thresholdsFor } from '../../src-engine/calibration/curve.ts';
import { createPerformer, type Performer } from '../../src-engine/calibration/performer.ts';
import type { Progress } from '../../src-engine/engine.ts';
import {
  countTokens,
  patches,
  syntheticEncoder,
  syntheticImages,
  type SyntheticEncoder,
} from './synthetic-encoder.ts';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'dymu-calibrate-'))));
afterEach(() => rm(folder, { recursive: true }));

function job(changes: Partial<CalibrationJob> = {}): CalibrationJob {
  const encoder = syntheticEncoder(5, 1);
  return {
    encoder,
    identity: { fingerprint: 'encoder-1', name: 'synthetic', patches },
    images: syntheticImages(24),
    performer: syntheticPerformer(encoder),
    out: join(folder, 'curve.json'),
    batch: 8,
    ...changes,
  };
}

function syntheticPerformer(encoder: SyntheticEncoder, signal?: AbortSignal): Performer {
  return createPerformer({
    encoder,
    prepare: (path) => syntheticImages(24).prepare(path),
    countTokens: (pixels, thresholds) => countTokens(encoder, pixels, thresholds),
    signal,
  });
}

describe('calibrate', () => {
  it('writes a curve whose measured means rise, and nothing else', async () => {
    const calibration = await calibrate(job());
    expect(await readdir(folder)).toEqual(['curve.json']);
    expect(await readCalibration(join(folder, 'curve.json'))).toEqual(calibration);
    expect(calibration.encoder).toEqual({
      fingerprint: 'encoder-1',
      name: 'synthetic',
      patches: 36,
      layers: 5,
      classToken: true,
    });
    expect(calibration.points.length).toBeGreaterThanOrEqual(8);
    const means = calibration.points.map(({ mean }) => mean);
    expect(means).toEqual([...new Set(means)].toSorted((a, b) => a - b));
    for (const { target, mean, thresholds } of calibration.points) {
      expect(thresholds).toHaveLength(5);
      expect(Math.abs(mean - target)).toBeLessThan(4); // means of small batches; the file says what was measured
    }
  });

  it('gives an average near the one asked for between its points', async () => {
    const { points } = await calibrate(job());
    const encoder = syntheticEncoder(5, 1);
    const images = syntheticImages(24);
    const wish = (points[2]!.mean + points[3]!.mean) / 2;
    let total = 0;
    for (const path of images.paths) {
      total += await countTokens(
        encoder,
        await images.prepare(path),
        thresholdsFor(wish, points, patches).thresholds,
      );
    }
    expect(total / images.paths.length).toBeGreaterThan(points[2]!.mean);
    expect(total / images.paths.length).toBeLessThan(points[3]!.mean);
  });

  it('visits the presets first, and says whether there is a class token', async () => {
    const { points } = await calibrate(job({ points: 1 }));
    expect(points.map(({ target }) => target)).toEqual([12]); // 34 % of 36
    const encoder = syntheticEncoder(5, 0);
    const plain = await calibrate(job({ encoder, performer: syntheticPerformer(encoder), points: 3 }));
    expect(plain.points.map(({ target }) => target)).toEqual([5, 12, 24]);
    expect(plain.encoder).toMatchObject({ layers: 5, classToken: false });
  });

  it('reports progress with the point it is at, never backwards', async () => {
    const reports: Progress[] = [];
    await calibrate(job({ points: 3, onProgress: (progress) => reports.push(progress) }));
    expect(reports[0]).toEqual({ stage: 'Finding thresholds, point 1 of 3', done: 0, total: 144 });
    expect(reports.at(-1)).toEqual({ stage: 'Measuring tokens, point 3 of 3', done: 143, total: 144 });
    const done = reports.map((report) => report.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(new Set(reports.map(({ stage }) => stage)).size).toBe(6);
  });

  it.each([
    ['finding', 'Finding thresholds, point 3 of 4'],
    ['measuring', 'Measuring tokens, point 2 of 4'],
  ])('goes on where it was stopped while %s, with the same result', async (_, stopAt) => {
    const whole = await calibrate(job({ points: 4, out: join(folder, 'whole.json') }));
    const abort = new AbortController();
    const stopped = job({
      points: 4,
      performer: syntheticPerformer(syntheticEncoder(5, 1), abort.signal),
      onProgress: ({ stage }) => {
        if (stage === stopAt) abort.abort();
      },
    });
    await expect(calibrate(stopped)).rejects.toMatchObject({ code: 'aborted' });
    const stages: string[] = [];
    const resumed = await calibrate(
      job({ points: 4, resume: true, onProgress: ({ stage }) => stages.push(stage) }),
    );
    expect(stages[0]).toBe(stopAt);
    expect(resumed.points).toEqual(whole.points);
    expect((await readdir(folder)).toSorted()).toEqual(['curve.json', 'whole.json']);
  });

  it('refuses to go on with other images', async () => {
    const abort = new AbortController();
    const onProgress = ({ stage }: Progress) => {
      if (stage.includes('point 2')) abort.abort();
    };
    const performer = syntheticPerformer(syntheticEncoder(5, 1), abort.signal);
    await expect(calibrate(job({ performer, onProgress }))).rejects.toMatchObject({
      code: 'aborted',
    });
    await expect(calibrate(job({ resume: true, images: syntheticImages(23) }))).rejects.toMatchObject({
      code: 'bad-calibration',
    });
    await expect(calibrate(job({ images: syntheticImages(23), points: 1 }))).resolves.toBeDefined();
  });

  it('asks for images where there are none', async () => {
    await expect(calibrate(job({ images: syntheticImages(0) }))).rejects.toThrow(
      'There is no image to calibrate with; give a folder or list that has some.',
    );
  });
});
