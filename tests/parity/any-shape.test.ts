/** Models whose pictures keep their shape (Qwen3-VL, Qwen2.5-VL, Qwen2-VL): unmerged against transformers. Rows that merge are held in rows.test.ts. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { AnswerRequest, AnswerResult, LocalEngine, ReductionRequest } from '../../src-engine/engine.ts';
import { readSafetensors } from '../../src-engine/files/safetensors-read.ts';
import { anyShapeCases, largestDifference, openGolden, storedBackend } from '../support/golden.ts';

const cases = await Promise.all(anyShapeCases.map(async (name) => [name, await openGolden(name)] as const));

/** Rows and columns of patches, and the name of the family. */
const shapes = {
  'qwen3-vl': { grid: [8, 12], family: 'qwen3-vl' },
  'qwen2-5-vl': { grid: [10, 8], family: 'qwen2-5-vl' },
  'qwen2-vl': { grid: [6, 12], family: 'qwen2-vl' },
} as const;

describe.each(cases)('%s computes what transformers computes', (name, golden) => {
  const [rows, columns] = shapes[name].grid;
  const cells = (rows * columns) / 4;

  let engine: LocalEngine;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dymu-any-shape-'));
    engine = await createEngine({ device: 'cpu', threads: 2, imageBackend: storedBackend });
    await engine.load({ directory: golden.model });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });

  const { facts } = golden;
  const image = { kind: 'file', path: golden.image } as const;
  const none: ReductionRequest = { method: 'none' };

  async function answered(reduction: ReductionRequest, virtualUnmerging: boolean) {
    const saveLogits = path.join(folder, 'logits.safetensors');
    const visual = { kind: 'images', images: [image] } as const;
    const { question } = facts;
    const request: AnswerRequest = { visual, question, reduction, virtualUnmerging, maxNewTokens: 12 };
    let result: AnswerResult | undefined;
    for await (const event of engine.answer(request, { saveLogits }))
      if (event.kind === 'done') result = event.result;
    return { result, logits: (await readSafetensors(saveLogits, { maxBytes: 1e7 })).get('logits')!.data };
  }

  it('has the grid, the features of all layers that are handed on, and the rows', async () => {
    const saveFeatures = path.join(folder, 'features.safetensors');
    const encoding = await engine.encode({ image, reduction: none }, { saveFeatures });
    const saved = await readSafetensors(saveFeatures, { maxBytes: 1e8 });
    expect(encoding.views.map(({ grid, tokens, cells, rows }) => ({ grid, tokens, cells, rows }))).toEqual([
      { grid: [rows, columns], tokens: 4 * cells, cells, rows: cells },
    ]);
    expect(encoding.fullTokens).toBe(facts.patches);
    for (const kind of ['features', 'projected'] as const)
      expect(
        largestDifference(saved.get(kind)!.data, golden.tensor(`unmerged.${kind}`)),
        kind,
      ).toBeLessThanOrEqual(facts.tolerances[kind]);
  });

  it.each([true, false])(
    'has its first logits and its greedy tokens, virtual unmerging %s',
    async (virtualUnmerging) => {
      const { result, logits } = await answered(none, virtualUnmerging);
      expect(largestDifference(logits, golden.tensor('unmerged.logits'))).toBeLessThanOrEqual(
        facts.tolerances.logits,
      );
      expect(result?.tokens).toEqual(golden.tensor('unmerged.tokens'));
      expect(result?.promptTokens).toBe(golden.tensor('input_ids').length);
    },
  );

  it('takes the pixel values that it wrote', async () => {
    const saveFeatures = path.join(folder, 'first.safetensors');
    const first = await engine.encode({ image, reduction: none }, { saveFeatures });
    const again = { kind: 'pixel-values', path: saveFeatures } as const;
    // Five axes: one view.
    const second = await engine.encode({ image: again, reduction: none });
    expect(second.views[0]?.grid).toEqual(first.views[0]?.grid);
    expect(second.source).toEqual({ width: 8 * columns, height: 8 * rows });
  });

  it('pools cells of the grid of the picture, and a share is of its own patches', async () => {
    const pooled = await engine.encode({
      image,
      reduction: { method: 'pool', budget: { kind: 'share', share: 0.25 } },
    });
    expect(pooled.tokens).toBe(cells);
    const half = { method: 'dart', budget: { kind: 'share', share: 0.5 } } as const;
    const { result } = await answered(half, true);
    expect(result?.visualTokens).toBe(cells / 2);
  });

  it('merges nothing in the encoder, and says why', async () => {
    const merging = engine.encode({
      image,
      reduction: { method: 'tome', budget: { kind: 'tokens', tokens: 9 } },
    });
    await expect(merging).rejects.toThrow(
      `ToMe merges tokens in the encoder, but in ${shapes[name].family} keys are turned by the row and the column`,
    );
  });
});
