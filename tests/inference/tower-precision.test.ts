import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCalibration } from '../../src-engine/calibration/calibration-file.ts';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { Encoding, ModelInfo, TowerPrecision } from '../../src-engine/engine.ts';
import { readSafetensors } from '../../src-engine/files/safetensors-read.ts';
import { loadCalibration } from '../../src-engine/inference/find-calibration.ts';
import { whyNotIntegers } from '../../src-engine/inference/integer-probe.ts';
import { parseTower, withTower } from '../../src-engine/inference/tower-precision.ts';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { emptyFolder, goldenModel, refusal, rejection } from '../support/scratch.ts';
import { sampleCalibration } from '../calibration/sample-calibration.ts';
import { openGolden } from '../support/golden.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dymu-tower-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Encoded {
  readonly info: ModelInfo;
  readonly encoding: Encoding;
  readonly features: readonly number[];
}

async function encode(name: 'llava15-clip' | 'llava15-siglip', tower: TowerPrecision): Promise<Encoded> {
  const golden = await openGolden(name);
  const engine = await createEngine({ device: 'cpu', threads: 1, cacheDirectory: folder, tower });
  try {
    const info = await engine.load({ directory: golden.model });
    const saveFeatures = path.join(folder, 'features.safetensors');
    const image = { kind: 'file', path: golden.image } as const;
    const encoding = await engine.encode({ image, reduction: { method: 'none' } }, { saveFeatures });
    const saved = await readSafetensors(saveFeatures, { maxBytes: 1e8 });
    return { info, encoding, features: Array.from(saved.get('features')!.data) };
  } finally {
    await engine.close();
  }
}

const energy = (values: readonly number[]): number => values.reduce((sum, value) => sum + value ** 2, 0);

describe('the vision encoder in int8', () => {
  // Random weights, 0.95 % a product (tests/parity/precision.test.ts), four products in each of the layers: 4 to 6 %.
  it.each(['llava15-clip', 'llava15-siglip'] as const)(
    '%s: features near those in fp32, or a reason',
    async (name) => {
      const exact = await encode(name, 'fp32');
      expect(exact.info.tower).toBe('fp32');
      const reason = await whyNotIntegers('cpu');
      if (reason !== undefined) {
        expect((await rejection(encode(name, 'int8'))).message).toContain(reason);
        return;
      }
      const fast = await encode(name, 'int8');
      expect([fast.info.tower, fast.info.precision]).toEqual(['int8', 'fp32']);
      expect(fast.encoding.tokens).toBe(exact.encoding.tokens);
      const difference = energy(fast.features.map((value, index) => value - exact.features[index]!));
      const relative = Math.sqrt(difference / energy(exact.features));
      expect(relative).toBeLessThan(0.06);
      expect(relative).toBeGreaterThan(0.002); // it is quantised indeed
      const copies = await readdir(path.join(folder, 'quantised'));
      expect(copies.filter((file) => file.startsWith('tower-')).length).toBeGreaterThan(0);
    },
  );

  it('is refused where the device has no products of integers', async () => {
    expect(await whyNotIntegers('webgpu')).toContain('only the processor');
  });
});

describe('withTower', () => {
  it('gives the fast tower a fingerprint of its own and leaves the other alone', async () => {
    const checkpoint = await openCheckpoint(goldenModel('llava15-clip'));
    expect(withTower(checkpoint, 'fp32')).toBe(checkpoint);
    const fast = withTower(checkpoint, 'int8').encoderFingerprint;
    expect(fast).toMatch(/^[0-9a-f]{64}$/u);
    expect(fast).not.toBe(checkpoint.encoderFingerprint);
    expect(withTower(checkpoint, 'int8').encoderFingerprint).toBe(fast);
  });

  it('leaves the fast tower without the thresholds of the exact one, found or named', async () => {
    const checkpoint = await openCheckpoint(goldenModel('llava15-clip'));
    const fast = withTower(checkpoint, 'int8');
    const found = path.join(await emptyFolder(), 'exact.json');
    const sample = sampleCalibration();
    const { encoderFingerprint: fingerprint } = checkpoint;
    await writeCalibration(found, { ...sample, encoder: { ...sample.encoder, fingerprint } });
    const directories = [path.dirname(found)];
    const inUse = (await loadCalibration(checkpoint, {}, { directories })).calibration;
    expect(inUse?.file).toEqual({ file: found, shipped: false });
    expect((await loadCalibration(fast, {}, { directories })).calibration).toBeUndefined();
    const named = loadCalibration(fast, { calibration: found }, { directories: [] });
    expect((await rejection(named)).code).toBe('bad-calibration');
  });
});

describe('parseTower', () => {
  it('knows two words and names them for any other', () => {
    expect(['fp32', 'int8'].map(parseTower)).toEqual(['fp32', 'int8']);
    expect(refusal(() => parseTower('int4'))).toEqual({
      code: 'bad-input',
      message: 'There is no vision encoder in "int4"; choose fp32 or int8.',
    });
  });
});
