import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { generationDefaults } from '../../../src-engine/families/parts/generation.ts';
import { createHistory } from '../../../src-engine/language/logits/history.ts';
import { rulesFor } from '../../../src-engine/language/logits/rules.ts';

/** What transformers 5.24's own processors make of random scores: tools/golden/generation.py. null is minus infinity. */
const fixture = z
  .object({
    transformers: z.literal('5.24.0'),
    prompt: z.array(z.number()),
    answer: z.array(z.number()),
    ends: z.array(z.number()),
    maxNewTokens: z.number(),
    rows: z.array(
      z.object({
        name: z.string(),
        settings: z.looseObject({ do_sample: z.boolean() }),
        answered: z.number(),
        before: z.array(z.number()),
        after: z.array(z.number().nullable()),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('../../fixtures/generation/rules.json', import.meta.url), 'utf8')));

/** Of float32: what another order of summation may change. Rules that add up no probabilities are equal to the bit. */
const sums = /logits|top_h|typical|eta|renormalize|together/;

describe('rulesFor', () => {
  it.each(fixture.rows)(
    '$name, with $answered tokens answered: the scores of transformers 5.24',
    ({ name, settings, answered, before, after }) => {
      const config = { file: 'config.json', value: {} };
      const file = { file: 'generation_config.json', value: settings };
      const own = generationDefaults(config, file, 'llama').settings;
      const history = createHistory([...fixture.prompt, ...fixture.answer.slice(0, answered)]);
      const { ends, maxNewTokens, prompt } = fixture;
      const context = { ends, maxNewTokens, promptLength: prompt.length };
      const scores = Float32Array.from(before);
      const looking = { ...history, promptLength: prompt.length, promptDistinct: new Set(prompt) };
      for (const rule of rulesFor(own, settings.do_sample, context)) rule(scores, looking);
      const expected = after.map((score) => score ?? Number.NEGATIVE_INFINITY);
      expect(finite(scores)).toEqual(finite(expected));
      if (!sums.test(name)) expect([...scores]).toEqual(expected);
      for (const [id, score] of scores.entries()) {
        if (Number.isFinite(score)) expect(score).toBeCloseTo(expected[id] ?? Number.NaN, 5);
      }
    },
  );

  it('makes no rule where nothing is set', () => {
    expect(rulesFor({}, false, { ends: [2], promptLength: 5, maxNewTokens: 9 })).toEqual([]);
    const idle = {
      repetition_penalty: 1,
      no_repeat_ngram_size: 0,
      min_length: 0,
      temperature: 0.2,
      top_k: 3,
    };
    expect(rulesFor(idle, false, { ends: [2], promptLength: 5, maxNewTokens: 9 })).toEqual([]);
  });
});

function finite(scores: ArrayLike<number>): number[] {
  return Array.from(scores).flatMap((score, id) => (Number.isFinite(score) ? [id] : []));
}
