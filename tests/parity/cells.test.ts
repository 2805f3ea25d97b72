/** Models that join or average squares of patches, and PaliGemma 2: unmerged against transformers, merged against the plain implementation. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { AnswerRequest, AnswerResult, LocalEngine, ReductionRequest } from '../../src-engine/engine.ts';
import { readSafetensors } from '../../src-engine/files/safetensors-read.ts';
import { cellCases, largestDifference, lookCases, openGolden, storedBackend } from '../support/golden.ts';

const cases = await Promise.all(
  [...cellCases, ...lookCases].map(async (name) => [name, await openGolden(name)] as const),
);

describe.each(cases)('%s computes what the reference computes', (_, golden) => {
  let engine: LocalEngine;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dymu-cells-'));
    engine = await createEngine({ device: 'cpu', threads: 2, imageBackend: storedBackend });
    await engine.load({ directory: golden.model });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });

  const { facts } = golden;
  const image = { kind: 'file', path: golden.image } as const;
  const suffixes = facts.views === 1 ? [''] : Array.from({ length: facts.views }, (__, view) => `.${view}`);
  const fixed = facts.tome == null ? [] : (['constant', 'linear', 'reverse-linear'] as const);
  const merging: readonly (readonly [string, ReductionRequest])[] = [
    ['dtome', { method: 'dymu', budget: { kind: 'thresholds', thresholds: golden.thresholds } }],
    ...fixed.map((schedule) => {
      const budget = { kind: 'rows', rows: facts.tome?.R ?? 0, schedule } as const;
      return [`tome.${schedule.replace('-', '_')}`, { method: 'tome', budget }] as const;
    }),
  ];

  async function encoded(key: string, reduction: ReductionRequest) {
    const saveFeatures = path.join(folder, `${key}.safetensors`);
    const encoding = await engine.encode({ image, reduction }, { saveFeatures });
    const tensors = await readSafetensors(saveFeatures, { maxBytes: 1e8 });
    return { encoding, got: (name: string) => tensors.get(name)!.data };
  }

  it('has the features and rows of transformers without merging', async () => {
    const { encoding, got } = await encoded('unmerged', { method: 'none' });
    expect(encoding.views).toHaveLength(facts.views);
    for (const suffix of suffixes)
      expect(
        largestDifference(got(`features${suffix}`), golden.tensor(`unmerged.features${suffix}`)),
      ).toBeLessThanOrEqual(facts.tolerances.features);
    // The language model reads the overview last.
    const inOrder = [...suffixes.slice(1), suffixes[0]!].flatMap((suffix) => [...got(`projected${suffix}`)]);
    expect(largestDifference(inOrder, golden.tensor('unmerged.projected'))).toBeLessThanOrEqual(
      facts.tolerances.projected,
    );
  });

  it.each(merging)(
    '%s: owner maps and counts equal, features and rows within tolerance',
    async (key, reduction) => {
      const { encoding, got } = await encoded(key, reduction);
      for (const [view, suffix] of suffixes.entries()) {
        expect(Array.from(got(`owner${suffix}`))).toEqual(golden.tensor(`${key}.owner${suffix}`));
        expect(encoding.views[view]?.countsPerLayer).toEqual(golden.tensor(`${key}.counts${suffix}`));
        for (const name of ['features', 'projected', 'size'] as const)
          expect(
            largestDifference(got(`${name}${suffix}`), golden.tensor(`${key}.${name}${suffix}`)),
          ).toBeLessThanOrEqual(facts.tolerances[name]);
      }
    },
  );

  const asked: readonly (readonly [string, ReductionRequest, boolean])[] = [
    ['unmerged', { method: 'none' }, true],
    ...merging.map(([key, reduction]) => [`${key}.vtu`, reduction, true] as const),
    ['dtome.novtu', merging[0]![1], false],
  ];

  it.each(asked)(
    '%s: first logits within tolerance, greedy tokens equal',
    async (key, reduction, virtualUnmerging) => {
      const saveLogits = path.join(folder, `${key}.logits.safetensors`);
      const request: AnswerRequest = {
        visual: { kind: 'images', images: [image] },
        question: facts.question,
        reduction,
        virtualUnmerging,
        maxNewTokens: 12,
      };
      let result: AnswerResult | undefined;
      for await (const event of engine.answer(request, { saveLogits }))
        if (event.kind === 'done') result = event.result;
      const logits = (await readSafetensors(saveLogits, { maxBytes: 1e7 })).get('logits')!.data;
      expect(largestDifference(logits, golden.tensor(`${key}.logits`))).toBeLessThanOrEqual(
        facts.tolerances.logits,
      );
      expect(result?.tokens).toEqual(golden.tensor(`${key}.tokens`));
      expect(result?.promptTokens).toBe(golden.tensor('input_ids').length);
    },
  );
});
