import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { meanThresholds, thresholdsOfBatch } from '../../src-engine/calibration/find-thresholds.ts';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { readSafetensors } from '../../src-engine/files/safetensors-read.ts';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { AnswerRequest, AnswerResult, LocalEngine, ReductionRequest } from '../../src-engine/engine.ts';
import { openLayerwiseTower } from '../../src-engine/inference/layerwise-tower.ts';
import { sessionFactory } from '../../src-engine/inference/session-factory.ts';
import { prepareImage } from '../../src-engine/vision/prepare.ts';
import { goldenCases, largestDifference, openGolden, storedBackend } from '../support/golden.ts';

const cpu = { name: 'cpu', provider: 'cpu', attention: 'fused', threads: 2 } as const;

describe.each(goldenCases)('%s computes what the reference computes', (name) => {
  let engine: LocalEngine;
  let golden: Awaited<ReturnType<typeof openGolden>>;
  let folder: string;

  beforeAll(async () => {
    golden = await openGolden(name);
    folder = await mkdtemp(path.join(tmpdir(), 'dymu-parity-'));
    engine = await createEngine({ device: 'cpu', threads: 2, imageBackend: storedBackend });
    await engine.load({ directory: golden.model });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });

  const variants: readonly [string, (R: number, thresholds: readonly number[]) => ReductionRequest][] = [
    ['dtome', (_, thresholds) => ({ method: 'dymu', budget: { kind: 'thresholds', thresholds } })],
    ['tome.constant', (R) => ({ method: 'tome', budget: { kind: 'rows', rows: R, schedule: 'constant' } })],
    ['tome.linear', (R) => ({ method: 'tome', budget: { kind: 'rows', rows: R, schedule: 'linear' } })],
    [
      'tome.reverse_linear',
      (R) => ({ method: 'tome', budget: { kind: 'rows', rows: R, schedule: 'reverse-linear' } }),
    ],
    ['unmerged', () => ({ method: 'none' })],
  ];

  it.each(variants)(
    '%s: owner maps equal at every layer, features and rows within tolerance',
    async (key, reduction) => {
      const { tolerances, tome } = golden.facts;
      const saved = path.join(folder, `${key}.safetensors`);
      const image = { kind: 'file', path: golden.image } as const;
      const encoding = await engine.encode(
        { image, reduction: reduction(tome!.R, golden.thresholds) },
        { saveFeatures: saved },
      );
      const tensors = await readSafetensors(saved, { maxBytes: 1e7 });
      const got = (tensor: string) => tensors.get(tensor)!.data;

      expect(largestDifference(got('features'), golden.tensor(`${key}.features`))).toBeLessThanOrEqual(
        tolerances.features,
      );
      expect(largestDifference(got('projected'), golden.tensor(`${key}.projected`))).toBeLessThanOrEqual(
        tolerances.projected,
      );
      if (key === 'unmerged') {
        expect(encoding.tokens).toBe(golden.facts.patches);
        return;
      }
      expect(Array.from(got('owner'))).toEqual(golden.tensor(`${key}.owner`));
      expect(encoding.views[0]?.countsPerLayer).toEqual(golden.tensor(`${key}.counts`));
      expect(largestDifference(got('size'), golden.tensor(`${key}.size`))).toBeLessThanOrEqual(
        tolerances.size,
      );
    },
  );

  const asked = [
    ...variants.map(
      ([key, reduction]) => [key === 'unmerged' ? key : `${key}.vtu`, reduction, true] as const,
    ),
    ['dtome.novtu', variants[0]![1], false] as const,
  ];

  it.each(asked)(
    '%s: first logits within tolerance, greedy tokens equal',
    async (key, reduction, virtualUnmerging) => {
      const saved = path.join(folder, `${key}.logits.safetensors`);
      let result: AnswerResult | undefined;
      const asked: AnswerRequest = {
        visual: { kind: 'images', images: [{ kind: 'file', path: golden.image }] },
        question: golden.facts.question,
        reduction: reduction(golden.facts.tome!.R, golden.thresholds),
        virtualUnmerging,
        maxNewTokens: 12,
      };
      const events = engine.answer(asked, { saveLogits: saved });
      for await (const event of events) if (event.kind === 'done') result = event.result;
      const logits = (await readSafetensors(saved, { maxBytes: 1e7 })).get('logits')!.data;
      expect(largestDifference(logits, golden.tensor(`${key}.logits`))).toBeLessThanOrEqual(
        golden.facts.tolerances.logits,
      );
      expect(result?.tokens).toEqual(golden.tensor(`${key}.tokens`));
      expect(result?.promptTokens).toBe(golden.tensor('input_ids').length);
    },
  );

  it('finds the thresholds that the reference finds, and they merge the same images to the same counts', async () => {
    const checkpoint = await openCheckpoint(golden.model, undefined, storedBackend);
    const { vision, preprocess } = checkpoint.spec;
    const { found } = golden;
    const pixels = async (file: string) =>
      (await prepareImage({ kind: 'file', path: golden.findImage(file) }, preprocess)).views[0]!.pixels;
    const tower = await openLayerwiseTower(sessionFactory(checkpoint, cpu), vision);
    const ofBatches: number[][] = [];
    for (const batch of found.batches) ofBatches.push(await thresholdsOfBatch(tower, batch, pixels, found.r));
    const thresholds = meanThresholds(ofBatches);
    await tower.release();
    const layers = golden.facts.executed_layers;
    expect(largestDifference(thresholds, found.thresholds_exact_mean.slice(0, layers))).toBeLessThanOrEqual(
      1e-5,
    );
    expect(largestDifference(thresholds, found.thresholds.slice(0, layers))).toBeLessThanOrEqual(1e-4);

    const counts: (readonly number[])[] = [];
    for (const file of found.batches.flat()) {
      const encoding = await engine.encode({
        image: { kind: 'file', path: golden.findImage(file) },
        reduction: { method: 'dymu', budget: { kind: 'thresholds', thresholds: found.thresholds } },
      });
      counts.push(encoding.views[0]!.countsPerLayer);
    }
    expect(counts).toEqual(found.counts);
  });
});
