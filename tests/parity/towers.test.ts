/** Encoders alone: features as transformers gives them, merging, a calibration, and what is refused. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { LocalEngine, ModelInfo } from '../../src-engine/engine.ts';
import { readSafetensors } from '../../src-engine/files/safetensors-read.ts';
import { largestDifference, openGolden, storedBackend } from '../support/golden.ts';
import { towerFolder, towerFolders, towerPicture } from '../support/towers.ts';

const image = { kind: 'file', path: towerPicture } as const;

describe.each(towerFolders)('%s alone', (name) => {
  let engine: LocalEngine;
  let info: ModelInfo;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dymu-tower-'));
    engine = await createEngine({
      device: 'cpu',
      threads: 2,
      imageBackend: storedBackend,
      calibrationDirectories: [],
      dataDirectory: path.join(folder, 'data'),
    });
    info = await engine.load({ directory: towerFolder(name) });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });

  it('has the features of the last hidden state, without the class token', async () => {
    const saveFeatures = path.join(folder, 'features.safetensors');
    await engine.encode({ image, reduction: { method: 'none' } }, { saveFeatures });
    const options = { maxBytes: 1e6 };
    const expected = await readSafetensors(path.join(towerFolder(name), 'expected.safetensors'), options);
    const got = await readSafetensors(saveFeatures, options);
    const difference = (tensor: string) =>
      largestDifference(got.get(tensor)?.data ?? [], expected.get(tensor)?.data ?? [0]);
    const largest = largestDifference(expected.get('features')?.data ?? [], new Float32Array(36 * 32));
    expect(difference('pixel_values')).toBe(0);
    expect(difference('features') / largest).toBeLessThan(5e-6);
    expect([...got.keys()].sort()).toEqual(['features', 'owner', 'pixel_values', 'size']);
  });

  it('says that no question can be put to it, and refuses one in a sentence', async () => {
    const { takes, maxPositions, layers, classToken, family, tokensPerView } = info;
    expect({ takes, maxPositions, layers, classToken, family, tokensPerView }).toEqual({
      takes: { questions: false, severalImages: false, video: false, followUps: false },
      maxPositions: 0,
      layers: 3,
      classToken: name.startsWith('clip'),
      family: name.replace('-vision', ''),
      tokensPerView: 36,
    });
    const asked = engine.answer({
      question: 'What is it?',
      visual: { kind: 'images', images: [image] },
      reduction: { method: 'none' },
      virtualUnmerging: true,
    });
    await expect(asked[Symbol.asyncIterator]().next()).rejects.toThrow(
      `${name} is a vision encoder without a language model, so no question can be put to it; open a model that has both, such as LLaVA-1.5 or SmolVLM.`,
    );
    const jobs = await engine.checkPrecision({ questions: [] }).catch((error: unknown) => String(error));
    expect(jobs).toContain('without a language model');
  });

  it('is inspected as what it is', async () => {
    const inspected = await engine.inspect(towerFolder(name));
    expect(inspected).toMatchObject({
      supported: true,
      text: {},
      bytes: { fp32: 4 * inspected.parameters },
      steps: { encoder: true, rows: false, reason: 'it is a vision encoder without a language model' },
      notes: [
        'This is a vision encoder without a language model: its tokens can be looked at, counted and calibrated, and no question can be put to it.',
      ],
    });
    expect(inspected.memories?.map(({ precision }) => precision)).toEqual(['fp32']);
    expect(inspected.parameters).toBe(info.parameters);
  });

  it('merges to an exact count, pools and selects, and has no rows to prune', async () => {
    const budget = { kind: 'tokens', tokens: 9 } as const;
    const tokensOf = async (method: 'tome' | 'pool' | 'visionzip') =>
      (await engine.encode({ image, reduction: { method, budget } })).tokens;
    expect([await tokensOf('tome'), await tokensOf('pool'), await tokensOf('visionzip')]).toEqual([9, 9, 9]);
    await expect(engine.encode({ image, reduction: { method: 'dart', budget } })).rejects.toThrow(
      /^DART leaves out rows of a language model, and .* is a vision encoder without one; merge, pool or select/u,
    );
  });

  it('is calibrated, and then merged to a budget', async () => {
    const golden = await openGolden('llava15-siglip');
    const images = golden.found.batches.flat().slice(0, 4).map(golden.findImage);
    const out = path.join(folder, 'calibration.json');
    const made = await engine.calibrate({ images, out, points: 4 });
    expect(made.images).toBe(4);
    expect(made.rows).toBeUndefined();
    const source = { directory: towerFolder(name), calibration: out };
    expect((await engine.load(source)).calibration?.images).toBe(4);
    const { tokens } = await engine.encode({
      image,
      reduction: { method: 'dymu', budget: { kind: 'preset', preset: 'low' } },
    });
    expect(tokens).toBeLessThan(36);
  });
});
