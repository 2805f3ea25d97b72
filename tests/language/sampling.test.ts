import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sampling } from '../../src-engine/engine.ts';
import type { GenerationSettings } from '../../src-engine/families/parts/generation-settings.ts';
import {
  createSampler,
  drawFrom,
  greedy,
  type Sampler,
  type SamplerOptions,
} from '../../src-engine/language/sampling.ts';
import { thrown } from './thrown.ts';

const row = fc
  .array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 40 })
  .map((values) => Float32Array.from(values));

describe('greedy', () => {
  it('takes the largest logit', () => {
    expect(greedy(Float32Array.of(-3, 2, 1.5), 3)).toBe(1);
  });

  it('takes the lowest id among equals', () => {
    expect(greedy(Float32Array.of(1, 7, 7, 7), 4)).toBe(1);
  });

  it('never takes a row beyond the tokenizer', () => {
    expect(greedy(Float32Array.of(1, 2, 99), 2)).toBe(1);
  });

  it('skips what is not a number', () => {
    expect(greedy(Float32Array.of(Number.NaN, -5, Number.NaN), 3)).toBe(1);
  });

  it.each([Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])(
    'refuses scores of %d',
    (value) => {
      const refusal = thrown(() => greedy(Float32Array.of(value, value), 2));
      expect(refusal.code).toBe('bad-checkpoint');
      expect(refusal.message).toContain('gives no usable scores');
    },
  );
});

describe('drawFrom', () => {
  const scores = Float32Array.of(Math.log(0.1), Math.log(0.5), Number.NEGATIVE_INFINITY, Math.log(0.4));
  const at = (draw: number, size = 4): number => drawFrom(() => draw)(scores, size);

  it('gives every id its share of the draws', () => {
    expect([0, 0.09, 0.11, 0.59, 0.61, 0.999].map((draw) => at(draw))).toEqual([0, 0, 1, 1, 3, 3]);
  });

  it('never takes a row beyond the tokenizer, nor what is forbidden or not a number', () => {
    expect([0, 0.5, 0.999].map((draw) => at(draw, 2))).toEqual([0, 1, 1]);
    expect(drawFrom(() => 0.999)(Float32Array.of(Number.NaN, 1, Number.NaN), 3)).toBe(1);
    fc.assert(
      fc.property(row, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (values, draw) => {
        const id = drawFrom(() => draw)(values, 30);
        expect(id).toBeLessThan(Math.min(30, values.length));
      }),
    );
  });
});

const chooser = (
  sampling: Sampling,
  settings: GenerationSettings = {},
  more: Partial<SamplerOptions> = {},
): Sampler =>
  createSampler({
    sampling,
    settings,
    size: 50,
    prompt: () => [4, 9],
    ends: [2],
    maxNewTokens: 10,
    ...more,
  });

describe('createSampler', () => {
  const flat = new Float32Array(50);
  const rising = Float32Array.from({ length: 50 }, (_, id) => 1 + id / 10);

  it('repeats itself with the same seed only', () => {
    const draws = (seed: number): number[] => {
      const next = chooser({ kind: 'sample', topK: 0, seed });
      return Array.from({ length: 20 }, () => next(flat));
    };
    expect(draws(7)).toEqual(draws(7));
    expect(draws(7)).not.toEqual(draws(8));
    expect(new Set(draws(7)).size).toBeGreaterThan(10);
  });

  it('samples as the checkpoint says, and as the request says before that', () => {
    const few = (sampling: Sampling, settings: GenerationSettings): Set<number> => {
      const next = chooser(sampling, settings);
      return new Set(Array.from({ length: 60 }, () => next(rising)));
    };
    expect(few({ kind: 'sample', seed: 1 }, { top_k: 2 })).toEqual(new Set([48, 49]));
    expect(few({ kind: 'sample', seed: 1, topK: 1 }, { top_k: 2 })).toEqual(new Set([49]));
    expect(few({ kind: 'sample', seed: 1, temperature: 0.01 }, {})).toEqual(new Set([49]));
    expect(few({ kind: 'sample', seed: 1, minP: 0.95 }, {})).toEqual(new Set([49]));
    expect(few({ kind: 'sample', seed: 1 }, {}).size).toBeGreaterThan(10);
  });

  it('looks back on prompt and answer, and leaves the logits as they are', () => {
    const prompt = (): number[] => [49, 4];
    const next = chooser({ kind: 'greedy' }, { no_repeat_ngram_size: 1 }, { prompt });
    const before = Float32Array.from(rising);
    expect([next(rising), next(rising), next(rising)]).toEqual([48, 47, 46]);
    expect(rising).toEqual(before);
  });

  it('asks for the prompt only where a rule needs it', () => {
    const prompt = (): number[] => {
      throw new Error('nobody looks back');
    };
    expect(chooser({ kind: 'greedy' }, { temperature: 3, top_k: 4 }, { prompt })(rising)).toBe(49);
    expect(() => chooser({ kind: 'greedy' }, { repetition_penalty: 2 }, { prompt })).toThrow('looks back');
  });

  it('keeps to the rows that are tokens under rules too', () => {
    const next = chooser({ kind: 'greedy' }, { suppress_tokens: [9] }, { size: 10 });
    expect(next(rising)).toBe(8);
  });

  it('replaces what is no number only where the checkpoint wants it so', () => {
    const broken = Float32Array.of(Number.NaN, -1, Number.NEGATIVE_INFINITY);
    expect(chooser({ kind: 'greedy' }, { remove_invalid_values: true })(broken)).toBe(0);
    expect(chooser({ kind: 'greedy' }, { suppress_tokens: [0] })(broken)).toBe(1);
    const none = new Float32Array(3).fill(Number.NaN);
    const refusal = thrown(() => chooser({ kind: 'greedy' }, { suppress_tokens: [0] })(none));
    expect(refusal.message).toContain('gives no usable scores');
  });

  it('refuses settings that forbid every token', () => {
    const next = chooser({ kind: 'greedy' }, { suppress_tokens: [0, 1] }, { size: 2 });
    expect(thrown(() => next(rising))).toEqual({
      code: 'bad-checkpoint',
      message:
        'The settings of generation_config.json forbid every token; take suppress_tokens and its like out of that file.',
    });
  });

  it.each([0, -1, Number.NaN, 1000])('refuses the temperature %d', (temperature) => {
    const refusal = thrown(() => chooser({ kind: 'sample', temperature, seed: 1 }));
    expect(refusal).toEqual({
      code: 'bad-input',
      message: `Tokens cannot be sampled with temperature ${temperature}; give a number above 0 and up to 100, or ask greedily.`,
    });
  });

  it('refuses a temperature of 0 that the checkpoint has only where tokens are sampled, as transformers does', () => {
    expect(chooser({ kind: 'greedy' }, { temperature: 0 })(rising)).toBe(49);
    expect(thrown(() => chooser({ kind: 'sample', seed: 1 }, { temperature: 0 })).code).toBe('bad-input');
  });

  it('takes what transformers takes: shares of 1 and more do nothing', () => {
    const odd = { top_p: 1.5, typical_p: 2, epsilon_cutoff: 3, eta_cutoff: 9, top_k: 1 };
    expect(chooser({ kind: 'sample', seed: 1 }, odd)(rising)).toBe(49);
    expect(chooser({ kind: 'greedy' }, { top_p: -3, min_p: 7 })(rising)).toBe(49);
    expect(thrown(() => chooser({ kind: 'sample', seed: 1 }, { min_p: 7 })).code).toBe('bad-input');
  });

  it.each([-0.1, Number.NaN])('refuses a top-p of %d', (topP) => {
    const refusal = thrown(() => chooser({ kind: 'sample', topP, seed: 1 }));
    expect(refusal).toEqual({
      code: 'bad-input',
      message: `Tokens cannot be sampled with top_p ${topP}; give a number above 0 and up to 1, or ask greedily.`,
    });
  });
});
