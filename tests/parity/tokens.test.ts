import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../src-engine/create-engine.ts';
import type { AnswerResult, LocalEngine, ReductionRequest, Visual } from '../../src-engine/engine.ts';
import { readSafetensors } from '../../src-engine/files/safetensors-read.ts';
import { largestDifference, openGolden, storedBackend, tokenCases } from '../support/golden.ts';

const cases = await Promise.all(tokenCases.map(async (name) => [name, await openGolden(name)] as const));

describe.each(cases)('%s reduces after the tower as the reference does', (_, golden) => {
  const { facts } = golden;
  const isVideo = facts.files.length > 1;
  const several = facts.views > 1;
  const methods = ['pool', 'visionzip'] as const;
  const variants = facts.tokens.flatMap((tokens) =>
    methods.map((method) => {
      const reduction: ReductionRequest = { method, budget: { kind: 'tokens', tokens } };
      return [`${method}.${tokens}`, reduction] as const;
    }),
  );
  let engine: LocalEngine;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dymu-tokens-'));
    engine = await createEngine({ device: 'cpu', threads: 2, imageBackend: storedBackend });
    await engine.load({ directory: golden.model });
  });
  afterAll(async () => {
    await engine.close();
    await rm(folder, { recursive: true });
  });

  it.each(isVideo ? [] : variants)(
    '%s: owner maps and counts equal, sizes, features and rows within tolerance',
    async (key, reduction) => {
      const saveFeatures = path.join(folder, 'features.safetensors');
      const image = { kind: 'file', path: golden.image } as const;
      const encoding = await engine.encode({ image, reduction }, { saveFeatures });
      const saved = await readSafetensors(saveFeatures, { maxBytes: 1e7 });
      expect(encoding.views.length).toBe(facts.views);
      for (const [index, view] of encoding.views.entries()) {
        const suffix = several ? `.${index}` : '';
        const reference = (name: string) => golden.tensor(`${key}.${name}${suffix}`);
        const got = (name: string) => saved.get(`${name}${suffix}`)!.data;
        expect(Array.from(got('owner'))).toEqual(reference('owner'));
        expect(view.countsPerLayer).toEqual(reference('counts'));
        for (const name of ['size', 'features', 'projected'] as const) {
          const difference = largestDifference(got(name), reference(name));
          expect(difference, name).toBeLessThanOrEqual(facts.tolerances[name]);
        }
      }
    },
  );

  it.each(isVideo ? [] : variants.filter(([, { method }]) => method === 'visionzip'))(
    '%s: the same patches stay, the same rows are contextual, for the same attention',
    async (key, reduction) => {
      const { views } = await engine.encode({ image: { kind: 'file', path: golden.image }, reduction });
      for (const [index, { selected }] of views.entries()) {
        const reference = (name: string) => golden.tensor(`${key}.${name}${several ? `.${index}` : ''}`);
        expect(Array.from(selected!.anchor)).toEqual(reference('anchor'));
        expect(Array.from(selected!.contextual)).toEqual(reference('contextual'));
        // Twenty times what float32 leaves open; the margins of the case are wider (tools/golden/README.md).
        expect(largestDifference(selected!.attention, reference('score'))).toBeLessThanOrEqual(2e-6);
      }
    },
  );

  const layouts = several ? (['faithful', 'flat'] as const) : (['faithful'] as const);
  const answers = variants.flatMap(([key, reduction]) =>
    layouts.flatMap((layout) => {
      const name = several ? `${key}.${layout}` : key;
      const kept = reduction.method === 'visionzip' ? 'kept' : 'vtu';
      return [
        [`${name}.${kept}`, reduction, layout, true] as const,
        [`${name}.novtu`, reduction, layout, false] as const,
      ];
    }),
  );

  it.each(answers)(
    '%s: first logits within tolerance, greedy tokens equal',
    async (key, reduction, layout, virtualUnmerging) => {
      const sources = golden.frames.map((file) => ({ kind: 'file', path: file }) as const);
      const saveLogits = path.join(folder, 'logits.safetensors');
      const visual: Visual = isVideo
        ? { kind: 'video', frames: sources, layout }
        : { kind: 'images', images: sources, layout };
      const request = { visual, question: facts.question, reduction, virtualUnmerging, maxNewTokens: 12 };
      let result: AnswerResult | undefined;
      for await (const event of engine.answer(request, { saveLogits })) {
        if (event.kind === 'done') result = event.result;
      }
      const logits = (await readSafetensors(saveLogits, { maxBytes: 1e7 })).get('logits')!.data;
      const difference = largestDifference(logits, golden.tensor(`${key}.logits`));
      expect(difference).toBeLessThanOrEqual(facts.tolerances.logits);
      expect(result?.tokens).toEqual(golden.tensor(`${key}.tokens`));
    },
  );
});
