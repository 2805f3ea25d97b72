import { describe, expect, it } from 'vitest';
import { chosenWords, samplingWords } from '../../../renderer/words/sampling-words.ts';
import type { GenerationInfo } from '../../../src-engine/engine.ts';

const penalty = { name: 'repetition_penalty', value: 1.05, from: 'checkpoint' } as const;
const bare: GenerationInfo = { file: null, samples: false, greedy: [], sample: [], unapplied: [] };
const own: GenerationInfo = {
  file: 'generation_config.json',
  samples: true,
  greedy: [penalty],
  sample: [
    { name: 'temperature', value: 0.2, from: 'checkpoint' },
    { name: 'top_k', value: 50, from: 'default' },
    penalty,
  ],
  unapplied: ['num_beams 4'],
};

describe('samplingWords', () => {
  it('says the way alone where the model sets nothing', () => {
    expect(samplingWords('greedy', bare)).toMatchObject({ summary: 'Greedy', settings: [], remarks: [] });
  });

  it("counts the model's own settings, and names each with where it comes from", () => {
    expect(samplingWords('greedy', own).summary).toBe('Greedy · 1 model setting');
    const sampled = samplingWords('sample', own);
    expect(sampled.summary).toBe('Sampled · 2 model settings');
    expect(sampled.settings).toEqual([
      { setting: 'temperature 0.2', from: 'generation_config.json' },
      { setting: 'top_k 50', from: 'default of transformers' },
      { setting: 'repetition_penalty 1.05', from: 'generation_config.json' },
    ]);
  });

  it('remarks what is not as the author of the model wanted it', () => {
    expect(samplingWords('greedy', own).remarks).toEqual([
      'generation_config.json says that this model samples (do_sample).',
      'Not done here: num_beams 4.',
    ]);
    expect(samplingWords('sample', own).remarks).toEqual(['Not done here: num_beams 4.']);
  });
});

describe('chosenWords', () => {
  it('is silent where nothing but the scores decided', () => {
    expect(chosenWords({ kind: 'greedy', settings: [] })).toBeNull();
    expect(chosenWords({ kind: 'greedy', settings: [penalty] })).toBe('greedy, repetition_penalty 1.05');
    expect(chosenWords({ kind: 'sample', seed: 3, settings: own.sample })).toBe(
      'sampled, seed 3, temperature 0.2, repetition_penalty 1.05',
    );
  });
});
