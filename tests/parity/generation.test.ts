import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AnswerResult } from '../../src-engine/engine.ts';
import { generationDefaults } from '../../src-engine/families/parts/generation.ts';
import { answer } from '../../src-engine/inference/answer.ts';
import type { LoadedModel } from '../../src-engine/inference/loaded-model.ts';
import { createPace } from '../../src-engine/inference/pace.ts';
import { openGolden } from '../support/golden.ts';
import { loadSmall } from '../support/loaded.ts';
import { goldenModel, readJsonFile } from '../support/scratch.ts';

const names = ['llava15-clip', 'llava15-siglip', 'paligemma'] as const;

/** Greedy answers of transformers 5.24's `generate` under settings of generation_config.json: tools/golden/generation.py. */
const fixture = z
  .object({
    transformers: z.literal('5.24.0'),
    maxNewTokens: z.number(),
    rows: z.array(
      z.object({
        model: z.enum(names),
        name: z.string(),
        settings: z.looseObject({}),
        tokens: z.array(z.number()),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/generation/greedy.json'), 'utf8')));

describe.each(names)('%s answers as transformers does', (name) => {
  let model: LoadedModel;
  let own: Record<string, unknown>;
  let question: string;
  beforeAll(async () => {
    model = await loadSmall(name);
    own = await readJsonFile(goldenModel(name), 'generation_config.json');
    question = (await openGolden(name)).facts.question;
  });
  afterAll(() => model.release());

  async function ask(settings: object): Promise<AnswerResult> {
    const file = { file: 'generation_config.json', value: { ...own, ...settings } };
    const generation = generationDefaults({ file: 'config.json', value: {} }, file, 'llama');
    const asked: LoadedModel = { ...model, checkpoint: { ...model.checkpoint, generation } };
    const request = {
      // The pixel values that transformers was given.
      visual: {
        kind: 'images',
        images: [{ kind: 'pixel-values', path: join(goldenModel(name), '../golden.safetensors') }],
      },
      question,
      reduction: { method: 'none' },
      virtualUnmerging: true,
      maxNewTokens: fixture.maxNewTokens,
    } as const;
    for await (const event of answer(asked, request, createPace(undefined))) {
      if (event.kind === 'done') return event.result;
    }
    throw new Error('The answer has no end.');
  }

  it.each(fixture.rows.filter(({ model: of }) => of === name))('with $name', async ({ settings, tokens }) => {
    const result = await ask(settings);
    expect(result.tokens).toEqual(tokens);
  });
});
