import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import type { Checkpoint } from '../../src-engine/checkpoint/checkpoint.ts';
import type { AttentionForm } from '../../src-engine/graph/layers.ts';
import { openLanguageModel } from '../../src-engine/inference/language-model.ts';
import { sessionFactory } from '../../src-engine/inference/session-factory.ts';
import type { VisionSpec } from '../../src-engine/families/spec.ts';
import { methods } from '../../src-engine/reduction/methods.ts';
import type { Plan } from '../../src-engine/reduction/plan.ts';
import { perToken } from '../../src-engine/connectors/per-token.ts';
import { openVisionTower } from '../../src-engine/inference/vision-tower.ts';
import type { VisionTower } from '../../src-engine/inference/vision-tower.ts';
import { largestDifference, openGolden } from '../support/golden.ts';

const device = (attention: AttentionForm) =>
  ({ name: 'cpu', provider: 'cpu', attention, threads: 2 }) as const;

describe('what must hold without any reference', () => {
  let checkpoint: Checkpoint;
  let tower: VisionTower;
  let pixels: Float32Array;
  let folder: string;

  beforeAll(async () => {
    const golden = await openGolden('llava15-siglip');
    folder = await mkdtemp(path.join(tmpdir(), 'dymu-identities-'));
    checkpoint = await openCheckpoint(golden.model);
    tower = await openVisionTower(sessionFactory(checkpoint, device('fused')), checkpoint.spec, perToken);
    pixels = Float32Array.from(golden.tensor('pixel_values'));
  });
  afterAll(async () => {
    await tower.release();
    await rm(folder, { recursive: true });
  });

  it('thresholds above every cosine reproduce the plain encoder', async () => {
    const { vision } = checkpoint.spec;
    const thresholds = Array.from({ length: vision.executedLayers }, () => 1);
    const off = await tower.open({ kind: 'merge', rule: { by: 'threshold', thresholds }, budget: null });
    const plain = await (await tower.open({ kind: 'plain' })).encode(pixels);
    const merged = await off.encode(pixels);
    expect(merged.tokens).toBe(vision.patches);
    expect(Array.from(merged.owner)).toEqual(Array.from(plain.owner));
    expect(largestDifference(merged.features, plain.features)).toBeLessThanOrEqual(2e-5);
  });

  it('plain attention computes what fused attention computes', async () => {
    const plain = await openVisionTower(
      sessionFactory(checkpoint, device('plain')),
      checkpoint.spec,
      perToken,
    );
    const plan = exactly(20, checkpoint.spec.vision);
    const expected = await (await tower.open(plan)).encode(pixels);
    const got = await (await plain.open(plan)).encode(pixels);
    await plain.release();
    expect(Array.from(got.owner)).toEqual(Array.from(expected.owner));
    expect(largestDifference(got.features, expected.features)).toBeLessThanOrEqual(2e-5);
  });

  it.each([20, 33, 48])('an exact count of %i tokens is exact', async (tokens) => {
    const { vision } = checkpoint.spec;
    const run = await tower.open(exactly(tokens, vision));
    const output = await run.encode(pixels);
    expect(output.tokens).toBe(tokens);
    expect(output.size.reduce((sum, size) => sum + size, 0)).toBeCloseTo(vision.patches, 4);
  });

  it.each(['fused', 'plain'] as const)(
    'cached decoding equals one prefill of everything (%s attention)',
    async (form) => {
      const language = await openLanguageModel(
        sessionFactory(checkpoint, device(form)),
        checkpoint.spec.text,
      );
      const ids = [1, 17, 203, 55, 9, 310, 42];
      const prefill = (tokenIds: readonly number[], capacity: number) => {
        const generation = language.start({ positions: capacity });
        const rows = Int32Array.from(tokenIds.keys());
        return {
          generation,
          logits: generation.prefill({
            tokenIds,
            imageRows: new Float32Array(0),
            order: rows,
            u: rows,
            inverseCount: new Float32Array(tokenIds.length).fill(1),
          }),
        };
      };
      const whole = await prefill(ids, ids.length).logits;
      const start = prefill(ids.slice(0, 3), ids.length + 5);
      let cached = await start.logits;
      for (const id of ids.slice(3)) cached = await start.generation.step(id);
      await language.release();
      expect(largestDifference(cached, whole)).toBeLessThanOrEqual(2e-5);
    },
  );
});

function exactly(tokens: number, vision: VisionSpec): Plan {
  const request = { method: 'tome', budget: { kind: 'tokens', tokens } } as const;
  return methods.tome.plan(request, { ...vision, curve: undefined });
}
