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
      maxNewTokens: 64,
    });
    expect(endOf(outer, generation({ eos_token_id: [2, 7] })).eosTokenIds).toEqual([2, 7]);
  });

  it('falls back on config.json, its text_config, and the decoder class', () => {
    expect(endOf(config({ eos_token_id: 9 }), generation({})).eosTokenIds).toEqual([9]);
    expect(endOf(config({ text_config: { eos_token_id: [8] } }), undefined).eosTokenIds).toEqual([8]);
    expect(endOf(config({ eos_token_id: null }), undefined).eosTokenIds).toEqual([2]);
    expect(endOf(config({ text_config: { model_type: 'qwen2' } }), undefined)).toEqual({
      eosTokenIds: [],
      maxNewTokens: undefined,
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
  ])('refuses %j', (value, fact) => {
    expect(() => endOf(config({}), generation(value))).toThrow(fact);
  });
});
