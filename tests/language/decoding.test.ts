import { describe, expect, it } from 'vitest';
import { decodingOf, generationInfo, greedySettings } from '../../src-engine/language/decoding.ts';

const own = {
  do_sample: true,
  temperature: 0.2,
  top_k: 20,
  repetition_penalty: 1.05,
  no_repeat_ngram_size: 0,
  max_length: 4096,
  suppress_tokens: Array.from({ length: 80 }, (_, id) => 1000 + id),
  stop_strings: ['\nUSER:'],
};

describe('decodingOf', () => {
  it('names what is in force, by where it comes from, and leaves out what changes nothing', () => {
    expect(decodingOf(own, { kind: 'greedy' })).toEqual({
      kind: 'greedy',
      settings: [
        { name: 'repetition_penalty', value: 1.05, from: 'checkpoint' },
        { name: 'suppress_tokens', value: '80 tokens', from: 'checkpoint' },
        { name: 'stop_strings', value: '["\\nUSER:"]', from: 'checkpoint' },
      ],
    });
    const sampled = decodingOf(own, { kind: 'sample', seed: 4, temperature: 0.9, minP: 0.1 });
    expect(sampled).toMatchObject({ kind: 'sample', seed: 4 });
    expect(sampled.settings.slice(0, 4)).toEqual([
      { name: 'temperature', value: 0.9, from: 'request' },
      { name: 'top_k', value: 20, from: 'checkpoint' },
      { name: 'min_p', value: 0.1, from: 'request' },
      { name: 'repetition_penalty', value: 1.05, from: 'checkpoint' },
    ]);
  });

  it('has nothing to say of a greedy answer where nothing is set, and the defaults of transformers of a sampled one', () => {
    expect(decodingOf({}, { kind: 'greedy' })).toEqual({ kind: 'greedy', settings: [] });
    expect(decodingOf({}, { kind: 'sample', seed: 1 }).settings).toEqual([
      { name: 'temperature', value: 1, from: 'default' },
      { name: 'top_k', value: 50, from: 'default' },
    ]);
  });
});

describe('generationInfo', () => {
  it('says what holds greedily and sampled, and what is not done', () => {
    const info = generationInfo({
      settings: { do_sample: true, repetition_penalty: 1.2 },
      file: 'generation_config.json',
      unapplied: ['num_beams 4'],
    });
    expect(info).toMatchObject({ file: 'generation_config.json', samples: true, unapplied: ['num_beams 4'] });
    expect(info.greedy.map(({ name }) => name)).toEqual(['repetition_penalty']);
    expect(info.sample.map(({ name }) => name)).toEqual(['temperature', 'top_k', 'repetition_penalty']);
    expect(generationInfo({ settings: {}, file: undefined, unapplied: [] })).toMatchObject({
      file: null,
      samples: false,
      greedy: [],
    });
  });
});

describe('greedySettings', () => {
  it('keeps what changes a greedy answer, so that stored answers are kept apart', () => {
    expect(greedySettings({ ...own, suppress_tokens: undefined })).toEqual({
      repetition_penalty: 1.05,
      stop_strings: ['\nUSER:'],
    });
    expect(greedySettings({ temperature: 0.1, do_sample: true, repetition_penalty: 1 })).toEqual({});
  });
});
