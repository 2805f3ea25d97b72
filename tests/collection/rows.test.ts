import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { Collection, CollectResult, LocalEngine, ReductionRequest } from '../../src-engine/engine.ts';
import { eventually } from '../support/eventually.ts';
import type { GoldenCase } from '../support/golden-model.ts';
import { noisePng } from '../support/noise-png.ts';
import { goldenModel } from '../support/scratch.ts';

/** One whose encoder merges too, one whose pictures keep their shape. */
const models: readonly GoldenCase[] = ['smolvlm', 'qwen3-vl'];

describe.each(models)('a collection counted in rows of %s', (name) => {
  const directory = goldenModel(name);
  let engine: LocalEngine;
  let folder: string;
  let pictures: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dymu-collect-rows-'));
    pictures = path.join(folder, 'pictures');
    await createPictures(pictures);
    engine = await createEngine({
      device: 'cpu',
      threads: 1,
      dataDirectory: path.join(folder, 'data'),
      calibrationDirectories: [folder],
    });
    await engine.load({ directory });
    await calibrate([0, 1, 2]);
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });

  async function createPictures(into: string): Promise<void> {
    await mkdir(into);
    await copyFile(path.join(directory, '..', 'image.png'), path.join(into, 'a.png'));
    await writeFile(path.join(into, 'b.png'), noisePng(1, 90, 60));
    await writeFile(path.join(into, 'c.png'), noisePng(2, 60, 110));
  }

  async function calibrate(which: readonly number[]): Promise<void> {
    const images = which.map((index) => path.join(pictures, `${'abc'[index]}.png`));
    await engine.calibrate({ images, out: path.join(folder, 'rows.json') });
    await engine.load({ directory });
  }

  async function count(reductions: readonly ReductionRequest[] = []): Promise<CollectResult> {
    const job = await engine.startJob({
      kind: 'collect',
      model: { directory },
      collect: { source: pictures, method: 'rows', reductions },
    });
    await eventually(async () => {
      const { state, failure } = (await engine.jobs()).find(({ id }) => id === job.id) ?? {};
      expect([state, failure]).toEqual(['done', undefined]);
    });
    const result = await engine.jobResult(job.id);
    if (result?.kind !== 'collect') throw new Error('The job has found nothing.');
    return result.collect;
  }

  const read = (reductions: readonly ReductionRequest[] = []): Promise<Collection> =>
    engine.collection({ source: pictures, method: 'rows', reductions, follow: false });

  it('has the rows that each picture is encoded to, of one run of the encoder each', async () => {
    const half = { method: 'rows', budget: { kind: 'share', share: 0.5 } } as const;
    const result = await count([half]);
    const { method, points, images, notes } = await read([half]);
    expect(method).toBe('rows');
    expect(points.length).toBeGreaterThan(1);
    expect(points.length).toBeLessThanOrEqual(10);
    expect(result.encodes).toBe(images.reduce((sum, { views }) => sum + (views ?? 0), 0));
    for (const { path: file, asked, counts, fullTokens } of images) {
      const image = { kind: 'file', path: path.join(pictures, file) } as const;
      const encoded = await engine.encode({ image, reduction: half });
      expect([asked[0], fullTokens]).toEqual([encoded.tokens, encoded.fullTokens]);
      const ascending = counts.map((value) => value ?? Number.NaN);
      expect(ascending).toEqual(ascending.toSorted((a, b) => a - b));
    }
    expect(notes.map(({ kind }) => kind)).toEqual(['few']);
    expect((await count([half])).encodes).toBe(0);
  });

  it('is counted anew after another calibration, and only then', async () => {
    await count();
    const before = await read();
    await calibrate([1]);
    const { whole, points } = await read();
    expect(whole).toBe(true);
    expect(points).not.toEqual(before.points);
    await count();
    const { images } = await read();
    const [first] = images;
    const image = { kind: 'file', path: path.join(pictures, first?.path ?? '') } as const;
    for (const [index, { mean }] of points.entries()) {
      const reduction = { method: 'rows', budget: { kind: 'tokens', tokens: mean } } as const;
      expect(first?.counts[index]).toBe((await engine.encode({ image, reduction })).tokens);
    }
    expect((await count()).encodes).toBe(0);
  });
});
