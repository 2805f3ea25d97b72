import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors } from '../../src-engine/files/safetensors-read.ts';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { AnswerRequest, AnswerResult, LocalEngine, ReductionRequest } from '../../src-engine/engine.ts';
import { writeOriginalModel } from '../checkpoint/original.ts';
import { largestDifference, openGolden, storedBackend } from '../support/golden.ts';

describe.each([
  ['llava15-clip', 'dtome.vtu'],
  ['llava-next', 'dtome.faithful.vtu'],
  ['onevision', 'dtome.faithful.vtu'],
] as const)('%s in the layout of LLaVA’s own code', (name, merged) => {
  let engine: LocalEngine;
  let golden: Awaited<ReturnType<typeof openGolden>>;
  let folder: string;

  beforeAll(async () => {
    golden = await openGolden(name);
    folder = await mkdtemp(path.join(tmpdir(), 'dymu-original-'));
    engine = await createEngine({ device: 'cpu', threads: 2, imageBackend: storedBackend });
    const { model } = await writeOriginalModel(folder, name);
    await engine.load({ directory: model });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });

  const modes: readonly [string, string, () => ReductionRequest][] = [
    ['unmerged', 'unmerged', () => ({ method: 'none' })],
    [
      'dtome',
      merged,
      () => ({ method: 'dymu', budget: { kind: 'thresholds', thresholds: golden.thresholds } }),
    ],
  ];

  it.each(modes)(
    '%s: owner maps, logits and greedy tokens of the reference',
    async (key, answered, reduction) => {
      const image = { kind: 'file', path: golden.image } as const;
      const encoding = await engine.encode({ image, reduction: reduction() });
      const { views } = encoding;
      expect(views).toHaveLength(golden.facts.views);
      for (const [index, { owner }] of key === 'unmerged' ? [] : views.entries()) {
        const view = views.length > 1 ? `.${index}` : '';
        expect(Array.from(owner)).toEqual(golden.tensor(`${key}.owner${view}`));
      }

      const saved = path.join(folder, `${key}.safetensors`);
      let result: AnswerResult | undefined;
      const asked: AnswerRequest = {
        visual: { kind: 'images', images: [image] },
        question: golden.facts.question,
        reduction: reduction(),
        virtualUnmerging: true,
        maxNewTokens: 12,
      };
      const events = engine.answer(asked, { saveLogits: saved });
      for await (const event of events) if (event.kind === 'done') result = event.result;
      const logits = (await readSafetensors(saved, { maxBytes: 1e7 })).get('logits')!.data;
      expect(largestDifference(logits, golden.tensor(`${answered}.logits`))).toBeLessThanOrEqual(
        golden.facts.tolerances.logits,
      );
      expect(result?.tokens).toEqual(golden.tensor(`${answered}.tokens`));
      expect(result?.promptTokens).toBe(golden.tensor('input_ids').length);
    },
  );
});
