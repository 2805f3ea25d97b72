import { describe, expect, it } from 'vitest';
import { parseLlavaLikeConfig } from '../../../src-engine/families/parts/config-schema.ts';
import { textSpec } from '../../../src-engine/families/parts/text-model.ts';
import { llavaDefaults, refusal } from '../../support/scratch.ts';

function spec(text: object, outer: object = {}) {
  const value = { model_type: 'llava', text_config: text, ...outer };
  return textSpec(parseLlavaLikeConfig({ file: 'config.json', value }, llavaDefaults));
}

describe('textSpec', () => {
  it('gives Qwen2 biases on query, key and value only, whatever Llama keys say', () => {
    const biases = { qkvBias: true, outBias: false, mlpBias: false };
    expect(spec({ model_type: 'qwen2' })).toMatchObject(biases);
    expect(spec({ model_type: 'qwen2', attention_bias: true, mlp_bias: true })).toMatchObject(biases);
  });

  it('gives Llama biases on all four projections where attention_bias says so, and Mistral none', () => {
    expect(spec({ attention_bias: true })).toMatchObject({ qkvBias: true, outBias: true, mlpBias: false });
    expect(spec({ mlp_bias: true })).toMatchObject({ qkvBias: false, outBias: false, mlpBias: true });
    expect(spec({ model_type: 'mistral', attention_bias: true })).toMatchObject({
      qkvBias: false,
      outBias: false,
    });
  });

  it('derives head counts and sizes where they are left out or null', () => {
    expect(spec({ hidden_size: 512, num_attention_heads: 8 })).toMatchObject({
      heads: 8,
      kvHeads: 8,
      headDim: 64,
    });
    expect(
      spec({ hidden_size: 512, num_attention_heads: 8, num_key_value_heads: null, head_dim: null }),
    ).toMatchObject({
      kvHeads: 8,
      headDim: 64,
    });
    expect(spec({ hidden_size: 512, num_attention_heads: 8, head_dim: 32 }).headDim).toBe(32);
    expect(spec({ model_type: 'mistral' }).kvHeads).toBe(8);
  });

  it('reads the rotary base in the ways of transformers 4 and 5', () => {
    expect(spec({}).ropeTheta).toBe(10000);
    expect(spec({ rope_theta: 1e6, rope_scaling: null }).ropeTheta).toBe(1e6);
    expect(spec({ rope_theta: 5e5, rope_scaling: { type: 'default' } }).ropeTheta).toBe(5e5);
    expect(spec({ rope_parameters: { rope_theta: 1e6, rope_type: 'default' } }).ropeTheta).toBe(1e6);
    expect(spec({ rope_theta: 5e5, rope_parameters: { rope_theta: 1e6 } }).ropeTheta).toBe(1e6);
  });

  it('reads linear and llama3 scaling in the ways of transformers 4 and 5', () => {
    const linear = { kind: 'linear', factor: 4 };
    expect(spec({ rope_scaling: { type: 'linear', factor: 4 } }).ropeScaling).toEqual(linear);
    expect(spec({ rope_parameters: { rope_type: 'linear', factor: 4 } }).ropeScaling).toEqual(linear);
    const llama31 = {
      rope_type: 'llama3',
      factor: 8,
      low_freq_factor: 1,
      high_freq_factor: 4,
      original_max_position_embeddings: 8192,
    };
    expect(spec({ rope_theta: 5e5, rope_scaling: llama31 })).toMatchObject({
      ropeTheta: 5e5,
      ropeScaling: {
        kind: 'llama3',
        factor: 8,
        lowFrequencyFactor: 1,
        highFrequencyFactor: 4,
        originalPositions: 8192,
      },
    });
  });

  it('leaves positions alone where dynamic scaling would begin only beyond the context', () => {
    const dynamic = spec({ max_position_embeddings: 4096, rope_scaling: { type: 'dynamic', factor: 2 } });
    expect(dynamic).not.toHaveProperty('ropeScaling');
    expect(dynamic.maxPositions).toBe(4096);
    expect(spec({})).not.toHaveProperty('ropeScaling');
  });

  it.each([
    [
      { rope_scaling: { type: 'longrope', factor: 2 } },
      'unsupported',
      "text_config.rope_scaling of type 'longrope' is not supported; supported: default, dynamic, linear, llama3.",
    ],
    [
      { rope_parameters: { rope_type: 'yarn' } },
      'unsupported',
      "text_config.rope_parameters of type 'yarn' is not supported",
    ],
    [{ rope_scaling: { type: 'linear' } }, 'bad-checkpoint', 'text_config.rope_scaling.factor is missing'],
    [
      { rope_scaling: { rope_type: 'llama3', factor: 8, low_freq_factor: 4, high_freq_factor: 4 } },
      'bad-checkpoint',
      'text_config.rope_scaling.high_freq_factor 4 is not above low_freq_factor 4',
    ],
    [
      { rope_scaling: { type: 'linear', factor: 0 } },
      'bad-checkpoint',
      'text_config.rope_scaling.factor is 0, but must be a number between 0 and 1000000',
    ],
  ])('refuses the scaling %j', (text, code, fact) => {
    const refused = refusal(() => spec(text));
    expect(refused.code).toBe(code);
    expect(refused.message).toContain(`config.json: ${fact}`);
  });

  it('limits the context to a sliding window, within which full attention is the same', () => {
    const mistral = { model_type: 'mistral', max_position_embeddings: 32768 };
    expect(spec(mistral).maxPositions).toBe(4096);
    expect(spec({ ...mistral, sliding_window: null }).maxPositions).toBe(32768);
    const qwen2 = { model_type: 'qwen2', sliding_window: 1024 };
    expect(spec(qwen2).maxPositions).toBe(32768);
    expect(spec({ ...qwen2, use_sliding_window: true }).maxPositions).toBe(1024);
    expect(spec({ sliding_window: 64 }).maxPositions).toBe(2048);
  });

  it('ties the head where either config says so', () => {
    expect(spec({}).tiedHead).toBe(false);
    expect(spec({ tie_word_embeddings: true }).tiedHead).toBe(true);
    expect(spec({}, { tie_word_embeddings: true }).tiedHead).toBe(true);
  });

  it.each([
    [
      { num_attention_heads: 8, num_key_value_heads: 3 },
      'num_attention_heads 8 is not a multiple of num_key_value_heads 3',
    ],
    [
      { hidden_size: 100, num_attention_heads: 8 },
      'hidden_size 100 is not a multiple of num_attention_heads 8',
    ],
    [{ head_dim: 5 }, 'head_dim is 5, but rotary positions turn pairs and need an even number'],
    [{ hidden_act: 'relu' }, "hidden_act 'relu' is not supported"],
  ])('refuses %j', (text, fact) => {
    expect(refusal(() => spec(text)).message).toContain(`config.json: text_config.${fact}`);
  });
});
