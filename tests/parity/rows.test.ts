/** Rows reduced behind the connector, merged by `rows` (ours) and pruned by DART, against the plain implementation in tools/golden. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { AnswerResult, LocalEngine, ReductionRequest } from '../../src-engine/engine.ts';
import { readSafetensors } from '../../src-engine/files/safetensors-read.ts';
import { largestDifference, openGolden, rowCases, storedBackend } from '../support/golden.ts';

const cases = await Promise.all(rowCases.map(async (name) => [name, await openGolden(name)] as const));

describe.each(cases)('%s reduces rows as the reference does', (_, golden) => {
  const { facts } = golden;
  const { thresholds, counts } = facts.rows!;
  const several = facts.views > 1;
  const layouts = several && facts.layout != null ? (['faithful', 'flat'] as const) : (['faithful'] as const);
  const image = { kind: 'file', path: golden.image } as const;
  const variants: readonly (readonly [string, ReductionRequest])[] = [
    ...thresholds.map((threshold, index) => {
      const request = { method: 'rows', budget: { kind: 'threshold', threshold } } as const;
      return [`rows.${index}`, request] as const;
    }),
    ...counts.map((tokens) => {
      return [`dart.${tokens}`, { method: 'dart', budget: { kind: 'tokens', tokens } }] as const;
    }),
  ];
  let engine: LocalEngine;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dymu-rows-'));
    engine = await createEngine({ device: 'cpu', threads: 2, imageBackend: storedBackend });
    await engine.load({ directory: golden.model });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });

  async function encoded(reduction: ReductionRequest) {
    const saveFeatures = path.join(folder, 'features.safetensors');
    const encoding = await engine.encode({ image, reduction }, { saveFeatures });
    const saved = await readSafetensors(saveFeatures, { maxBytes: 1e7 });
    return { encoding, got: (name: string) => saved.get(name)!.data };
  }

  async function answered(
    reduction: ReductionRequest,
    virtualUnmerging = true,
    layout: 'faithful' | 'flat' = 'faithful',
  ) {
    const saveLogits = path.join(folder, 'logits.safetensors');
    const visual = { kind: 'images', images: [image], layout } as const;
    const request = { visual, question: facts.question, reduction, virtualUnmerging, maxNewTokens: 12 };
    let result: AnswerResult | undefined;
    for await (const event of engine.answer(request, { saveLogits }))
      if (event.kind === 'done') result = event.result;
    return { result, logits: (await readSafetensors(saveLogits, { maxBytes: 1e7 })).get('logits')!.data };
  }

  it.each(variants)('%s: the same cells share a row, rows within tolerance', async (key, reduction) => {
    const { encoding, got } = await encoded(reduction);
    expect(encoding.views.length).toBe(facts.views);
    for (const [index, view] of encoding.views.entries()) {
      const suffix = several ? `.${index}` : '';
      const reference = (name: string) => golden.tensor(`${key}.${name}${suffix}`);
      expect(Array.from(got(`owner${suffix}`))).toEqual(reference('owner'));
      expect(view.countsPerLayer).toEqual(reference('counts'));
      for (const name of ['size', 'features', 'projected'] as const) {
        const difference = largestDifference(got(`${name}${suffix}`), reference(name));
        expect(difference, name).toBeLessThanOrEqual(facts.tolerances[name]);
      }
    }
  });

  const answers = variants.flatMap(([key, reduction]) =>
    layouts.flatMap((layout) => {
      const name = layouts.length > 1 ? `${key}.${layout}` : key;
      const usual = reduction.method === 'dart' ? 'kept' : 'vtu';
      return [
        [`${name}.${usual}`, reduction, layout, true] as const,
        [`${name}.novtu`, reduction, layout, false] as const,
      ];
    }),
  );

  it.each(answers)(
    '%s: first logits within tolerance, greedy tokens equal',
    async (key, reduction, layout, unmerging) => {
      const { result, logits } = await answered(reduction, unmerging, layout);
      expect(largestDifference(logits, golden.tensor(`${key}.logits`))).toBeLessThanOrEqual(
        facts.tolerances.logits,
      );
      expect(result?.tokens).toEqual(golden.tensor(`${key}.tokens`));
    },
  );

  // DART's cases have no threshold that could switch rows off.
  it.each(thresholds.length > 0 ? [1] : [])(
    'switched off, rows are the unmerged model to the last bit',
    async (threshold) => {
      const off = { method: 'rows', budget: { kind: 'threshold', threshold } } as const;
      const whole = await encoded({ method: 'none' });
      const rows = await encoded(off);
      for (const index of rows.encoding.views.keys()) {
        const suffix = several ? `.${index}` : '';
        expect(rows.got(`projected${suffix}`)).toEqual(whole.got(`projected${suffix}`));
      }
      const [unmerged, identity] = [await answered({ method: 'none' }), await answered(off)];
      expect(identity.logits).toEqual(unmerged.logits);
      expect(identity.result?.tokens).toEqual(golden.tensor('unmerged.tokens'));
      expect(identity.result?.visualTokens).toBe(unmerged.result?.visualTokens);
    },
  );
});
