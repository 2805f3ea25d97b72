import { describe, expect, it } from 'vitest';
import { llava } from '../../src-engine/families/llava.ts';
import { refusal } from '../support/scratch.ts';

const architecture = (value: object) =>
  llava.architecture({ file: 'config.json', value: { model_type: 'llava', ...value } });

/** The keys that the published llava-1.5-7b-hf carries; everything else is left to defaults. */
const published = {
  image_token_index: 32000,
  projector_hidden_act: 'gelu',
  text_config: {
    _name_or_path: 'lmsys/vicuna-7b-v1.5',
    max_position_embeddings: 4096,
    model_type: 'llama',
    rms_norm_eps: 1e-5,
    vocab_size: 32064,
  },
  vision_config: {
    hidden_size: 1024,
    image_size: 336,
    intermediate_size: 4096,
    model_type: 'clip_vision_model',
    num_attention_heads: 16,
    num_hidden_layers: 24,
    patch_size: 14,
    vocab_size: 32000,
  },
  vision_feature_layer: -2,
  vision_feature_select_strategy: 'default',
};

describe('llava', () => {
  it('refuses Gemma, whose embedding scale meets image rows in some versions of transformers only', () => {
    expect(refusal(() => architecture({ ...published, text_config: { model_type: 'gemma' } }))).toEqual({
      code: 'unsupported',
      message:
        "config.json: text_config.model_type 'gemma' is not supported; supported: llama, mistral, qwen2.",
    });
  });

  it('reads the published LLaVA-1.5-7B config, which leaves most keys out', () => {
    expect(architecture(published)).toEqual({
      family: 'llava',
      vision: {
        layers: 24,
        executedLayers: 23,
        width: 1024,
        heads: 16,
        headDim: 64,
        mlpWidth: 4096,
        imageSize: 336,
        patchSize: 14,
        gridSide: 24,
        patches: 576,
        classToken: true,
        preNorm: true,
        patchBias: false,
        activation: 'quick_gelu',
        normEpsilon: 1e-5,
      },
      projector: { activation: 'gelu', bias: true },
      text: {
        layers: 32,
        width: 4096,
        heads: 32,
        kvHeads: 32,
        headDim: 128,
        mlpWidth: 11008,
        vocabulary: 32064,
        ropeTheta: 10000,
        normEpsilon: 1e-5,
        qkvBias: false,
        outBias: false,
        mlpBias: false,
        activation: 'silu',
        tiedHead: false,
        maxPositions: 4096,
      },
      imageTokenId: 32000,
    });
  });

  it('reads the image token under both of its names, and its default', () => {
    expect(architecture({ image_token_id: 7 }).imageTokenId).toBe(7);
    expect(architecture({ image_token_index: 8 }).imageTokenId).toBe(8);
    expect(architecture({}).imageTokenId).toBe(32000);
  });

  it('takes the projector as config.json describes it', () => {
    expect(
      architecture({ projector_hidden_act: 'gelu_pytorch_tanh', multimodal_projector_bias: false }).projector,
    ).toEqual({ activation: 'gelu_tanh', bias: false });
    expect(() => architecture({ projector_hidden_act: 'relu6' })).toThrow(
      "config.json: projector_hidden_act 'relu6' is not supported; supported: quick_gelu, gelu, gelu_pytorch_tanh, gelu_new, silu, swish.",
    );
  });
});
