import { describe, expect, it } from 'vitest';
import { llavaOnevision } from '../../../src-engine/families/llava-onevision.ts';
import { llava } from '../../../src-engine/families/llava.ts';
import { paligemma } from '../../../src-engine/families/paligemma.ts';
import { generationDefaults } from '../../../src-engine/families/parts/generation.ts';
import type { JsonDocument } from '../../../src-engine/files/published-json.ts';

/** In LLaVA's family unless said otherwise. */
const endOf = (
  outer: JsonDocument,
  generationConfig: JsonDocument | undefined,
  usualDecoder = llava.usualDecoder,
) => generationDefaults(outer, generationConfig, usualDecoder);

const config = (value: unknown) => ({ file: 'config.json', value });
const generation = (value: unknown) => ({ file: 'generation_config.json', value });

describe('generationDefaults', () => {
  it('takes one id or a list from generation_config.json, before anything in config.json', () => {
    const outer = config({ eos_token_id: 9, text_config: { eos_token_id: 8 } });
    expect(endOf(outer, generation({ eos_token_id: 2, max_new_tokens: 64 }))).toEqual({
      eosTokenIds: [2],
      settings: { max_new_tokens: 64 },
      file: 'generation_config.json',
      unapplied: [],
      notes: [],
    });
    expect(endOf(outer, generation({ eos_token_id: [2, 7] })).eosTokenIds).toEqual([2, 7]);
  });

  it('falls back on config.json, its text_config, and the decoder class', () => {
    expect(endOf(config({ eos_token_id: 9 }), generation({})).eosTokenIds).toEqual([9]);
    expect(endOf(config({ text_config: { eos_token_id: [8] } }), undefined).eosTokenIds).toEqual([8]);
    expect(endOf(config({ eos_token_id: null }), undefined).eosTokenIds).toEqual([2]);
    expect(endOf(config({ text_config: { model_type: 'qwen2' } }), undefined)).toEqual({
      eosTokenIds: [],
      settings: {},
      file: undefined,
      unapplied: [],
      notes: [],
    });
  });

  it('knows that the decoder of LLaVA-OneVision is Qwen2 unless said', () => {
    expect(endOf(config({}), undefined, llavaOnevision.usualDecoder).eosTokenIds).toEqual([]);
    const llama = config({ text_config: { model_type: 'llama' } });
    expect(endOf(llama, undefined, llavaOnevision.usualDecoder).eosTokenIds).toEqual([2]);
  });

  it('knows that the decoder of PaliGemma is Gemma, which ends at 1', () => {
    expect(endOf(config({}), undefined, paligemma.usualDecoder).eosTokenIds).toEqual([1]);
  });

  it.each([
    [
      { eos_token_id: 'x' },
      "generation_config.json: eos_token_id is 'x', but must be a token id or a list of token ids",
    ],
    [{ eos_token_id: [-1] }, 'eos_token_id.0 is -1, but must be a whole number from 0'],
    [{ max_new_tokens: 0 }, 'max_new_tokens is 0, but must be a whole number from 1'],
    [[], 'generation_config.json is [], but must be an object'],
    [{ repetition_penalty: 'high' }, "repetition_penalty is 'high', but must be a number"],
    [{ repetition_penalty: 0 }, 'repetition_penalty is 0, but must be a number above 0'],
    [{ bad_words_ids: [[]] }, 'bad_words_ids.0 is [], but must name a token'],
    [{ suppress_tokens: 'all' }, "suppress_tokens is 'all', but must be a list of token ids"],
    [{ sequence_bias: [[1, 2]] }, 'sequence_bias.0'],
    [{ top_p: 'most' }, "top_p is 'most', but must be a number"],
    [{ do_sample: 1 }, 'do_sample is 1, but must be true or false'],
  ])('refuses %j', (value, fact) => {
    expect(() => endOf(config({}), generation(value))).toThrow(fact);
  });

  /** As `from_pretrained` of transformers 5.24 resolves them; tried on a copy of the golden case llava15-clip. */
  it('takes settings from generation_config.json alone, else from config.json and what that leaves open from its text_config', () => {
    const outer = config({
      repetition_penalty: 1.5,
      top_k: null,
      text_config: { repetition_penalty: 1.2, top_k: 9, min_new_tokens: 3 },
    });
    expect(endOf(outer, generation({ eos_token_id: 2, temperature: 0.3 })).settings).toEqual({
      temperature: 0.3,
    });
    const old = endOf(outer, undefined);
    expect(old.settings).toEqual({ repetition_penalty: 1.5, top_k: 9, min_new_tokens: 3 });
    expect(old.file).toBe('config.json');
  });

  it('takes one id or text where a list could stand, and null as unsaid', () => {
    const value = { eos_token_id: 2, forced_eos_token_id: 5, stop_strings: 'END', bad_words_ids: null };
    expect(endOf(config({}), generation(value)).settings).toEqual({
      forced_eos_token_id: [5],
      stop_strings: ['END'],
    });
  });

  it('names what the file asks for and is not done, and nothing that only changes speed', () => {
    const value = {
      eos_token_id: 2,
      num_beams: 4,
      length_penalty: 0.6,
      guidance_scale: 1.5,
      num_return_sequences: 1,
      use_cache: true,
      cache_implementation: 'static',
    };
    const { unapplied, notes } = endOf(config({}), generation(value));
    expect(unapplied).toEqual(['num_beams 4', 'guidance_scale 1.5']);
    expect(notes).toEqual([
      'generation_config.json asks for num_beams 4, guidance_scale 1.5; they are not applied here.',
    ]);
    expect(endOf(config({}), generation({ eos_token_id: 2, num_beams: 1, penalty_alpha: 0 })).notes).toEqual(
      [],
    );
  });

  it('says where it ends answers that transformers would not end', () => {
    for (const value of [{ repetition_penalty: 1.1 }, { eos_token_id: [] }]) {
      const { eosTokenIds, notes } = endOf(config({ eos_token_id: 9 }), generation(value));
      expect(eosTokenIds).toEqual([9]);
      expect(notes).toEqual([
        "generation_config.json names no end token; answers end at the one that config.json or the decoder's class has.",
      ]);
    }
  });
});
