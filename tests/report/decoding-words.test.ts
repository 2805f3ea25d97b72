import { describe, expect, it } from 'vitest';
import type { GenerationInfo } from '../../src-engine/engine.ts';
import { decodingWords, generationWords } from '../../src-engine/report/decoding-words.ts';

const penalty = { name: 'repetition_penalty', value: 1.5, from: 'checkpoint' } as const;
const file = 'generation_config.json';

describe('decodingWords', () => {
  it('says how tokens were chosen, and which settings come from where', () => {
    expect(decodingWords({ kind: 'greedy', settings: [] }, null)).toBe('greedy');
    expect(decodingWords({ kind: 'greedy', settings: [penalty] }, file)).toBe(
      'greedy; repetition_penalty 1.5 (generation_config.json)',
    );
    const settings = [
      { name: 'temperature', value: 0.7, from: 'request' },
      { name: 'top_k', value: 50, from: 'default' },
      penalty,
      { name: 'renormalize_logits', value: true, from: 'checkpoint' },
    ] as const;
    expect(decodingWords({ kind: 'sample', seed: 3, settings }, file)).toBe(
      'sampled, seed 3; temperature 0.7 (as asked); repetition_penalty 1.5, renormalize_logits (generation_config.json); top_k 50 (default of transformers)',
    );
  });
});

describe('generationWords', () => {
  const info: GenerationInfo = {
    file,
    samples: true,
    greedy: [penalty],
    sample: [{ name: 'top_k', value: 20, from: 'checkpoint' }, penalty],
    unapplied: [],
  };

  it('says what a checkpoint sets, and nothing of one that sets nothing', () => {
    expect(generationWords(info)).toBe(
      'greedy unless asked, though the checkpoint would sample; repetition_penalty 1.5 (generation_config.json); when sampled top_k 20 (generation_config.json)',
    );
    expect(generationWords({ ...info, samples: false, greedy: [] })).toBe(
      'greedy unless asked; when sampled top_k 20, repetition_penalty 1.5 (generation_config.json)',
    );
    const defaults = [{ name: 'top_k', value: 50, from: 'default' }] as const;
    expect(generationWords({ ...info, samples: false, greedy: [], sample: defaults })).toBeUndefined();
  });
});
