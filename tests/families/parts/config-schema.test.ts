import { describe, expect, it } from 'vitest';
import { modelTypeOf, parseLlavaLikeConfig } from '../../../src-engine/families/parts/config-schema.ts';
import { llavaDefaults, refusal } from '../../support/scratch.ts';

const parse = (value: unknown) => parseLlavaLikeConfig({ file: 'config.json', value }, llavaDefaults);

describe('parseLlavaLikeConfig', () => {
  it('fills in what transformers means by an almost empty llava config', () => {
    const { outer, vision, text } = parse({ model_type: 'llava' });
    expect(outer).toMatchObject({
      projector_hidden_act: 'gelu',
      multimodal_projector_bias: true,
      vision_feature_layer: -2,
      vision_feature_select_strategy: 'default',
      tie_word_embeddings: false,
    });
    expect(vision).toEqual({
      modelType: 'clip_vision_model',
      config: {
        hidden_size: 1024,
        intermediate_size: 4096,
        num_hidden_layers: 24,
        num_attention_heads: 16,
        num_channels: 3,
        image_size: 336,
        patch_size: 14,
        hidden_act: 'quick_gelu',
        layer_norm_eps: 1e-5,
      },
    });
    expect(text.modelType).toBe('llama');
    expect(text.config).toMatchObject({
      hidden_size: 4096,
      intermediate_size: 11008,
      num_hidden_layers: 32,
      num_attention_heads: 32,
      num_key_value_heads: null,
      rms_norm_eps: 1e-6,
      max_position_embeddings: 2048,
      vocab_size: 32000,
      rope_theta: 10000,
    });
  });

  it.each([
    [
      'clip_vision_model',
      { hidden_size: 768, image_size: 224, patch_size: 32, layer_norm_eps: 1e-5, hidden_act: 'quick_gelu' },
    ],
    [
      'siglip_vision_model',
      {
        hidden_size: 768,
        image_size: 224,
        patch_size: 16,
        layer_norm_eps: 1e-6,
        hidden_act: 'gelu_pytorch_tanh',
      },
    ],
  ])('gives an empty %s the defaults of its class, not those of the family', (modelType, defaults) => {
    const { config } = parse({ model_type: 'llava', vision_config: { model_type: modelType } }).vision;
    expect(config).toMatchObject({
      ...defaults,
      intermediate_size: 3072,
      num_hidden_layers: 12,
      num_attention_heads: 12,
    });
  });

  it.each([
    [
      'mistral',
      {
        intermediate_size: 14336,
        num_key_value_heads: 8,
        max_position_embeddings: 131072,
        sliding_window: 4096,
      },
    ],
    [
      'qwen2',
      {
        intermediate_size: 22016,
        num_key_value_heads: 32,
        max_position_embeddings: 32768,
        vocab_size: 151936,
      },
    ],
  ])('gives an empty %s the defaults of its class', (modelType, defaults) => {
    expect(parse({ model_type: 'llava', text_config: { model_type: modelType } }).text.config).toMatchObject(
      defaults,
    );
  });

  it('takes sides as a number or as two equal numbers, and a single layer in a list', () => {
    const { outer, vision } = parse({
      model_type: 'llava',
      vision_config: { image_size: [336, 336], patch_size: [14, 14] },
      vision_feature_layer: [-2],
    });
    expect([vision.config.image_size, vision.config.patch_size, outer.vision_feature_layer]).toEqual([
      336, 14, -2,
    ]);
  });

  it('ignores keys that it does not know', () => {
    expect(() =>
      parse({ model_type: 'llava', id2label: { 0: 'x' }, text_config: { pretraining_tp: 7 } }),
    ).not.toThrow();
  });

  it.each([
    [{ vision_config: 7 }, 'vision_config is 7, but must be an object'],
    [
      { vision_config: { hidden_size: 0 } },
      'vision_config.hidden_size is 0, but must be a whole number from 1 to 65536',
    ],
    [
      { vision_config: { hidden_size: null } },
      'vision_config.hidden_size is null, but must be a whole number',
    ],
    [{ vision_config: { num_channels: 4 } }, 'vision_config.num_channels is 4, but must be 3'],
    [
      { vision_config: { image_size: [336, 224] } },
      'vision_config.image_size is [336, 224], but must be one whole number',
    ],
    [
      { vision_config: { layer_norm_eps: 0 } },
      'vision_config.layer_norm_eps is 0, but must be a number between 0 and 1',
    ],
    [
      { text_config: { num_hidden_layers: 1.5 } },
      'text_config.num_hidden_layers is 1.5, but must be a whole number from 1 to 512',
    ],
    [
      { text_config: { vocab_size: 1e12 } },
      'text_config.vocab_size is 1000000000000, but must be a whole number',
    ],
    [
      { text_config: { rope_parameters: { rope_theta: -1 } } },
      'text_config.rope_parameters.rope_theta is -1',
    ],
    [
      { text_config: { rope_parameters: { partial_rotary_factor: 0.5 } } },
      'partial_rotary_factor is 0.5, but must be 1',
    ],
    [
      { text_config: { tie_word_embeddings: 'yes' } },
      "text_config.tie_word_embeddings is 'yes', but must be true or false",
    ],
    [{ vision_feature_layer: [-2, -5] }, 'vision_feature_layer is [-2, -5], but must be one layer number'],
    [
      { vision_feature_select_strategy: 'cls' },
      "vision_feature_select_strategy is 'cls', but must be 'default' or 'full'",
    ],
    [{ image_token_index: -1 }, 'image_token_index is -1'],
  ])('refuses %j', (change, fact) => {
    expect(() => parse({ model_type: 'llava', ...change })).toThrow(fact);
  });

  it.each([
    [
      { vision_config: { model_type: 'pixtral' } },
      "vision_config.model_type 'pixtral' is not supported; supported: clip_vision_model, siglip_vision_model.",
    ],
    [
      { text_config: { model_type: '__proto__' } },
      "text_config.model_type '__proto__' is not supported; supported: llama, mistral, qwen2.",
    ],
    [{ quantization_config: { bits: 4 } }, 'quantization_config says that the weights are quantised'],
  ])('says of %j that it is not supported', (change, fact) => {
    const { code, message } = refusal(() => parse({ model_type: 'llava', ...change }));
    expect(code).toBe('unsupported');
    expect(message).toContain(`config.json: ${fact}`);
  });
});

describe('modelTypeOf', () => {
  it('asks for a text', () => {
    expect(modelTypeOf({ file: 'config.json', value: { model_type: 'x' } })).toBe('x');
    expect(() => modelTypeOf({ file: 'config.json', value: {} })).toThrow(
      'config.json: model_type is missing, but must be text',
    );
    expect(() => modelTypeOf({ file: 'config.json', value: null })).toThrow(
      'config.json is null, but must be an object',
    );
  });
});
