import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { paligemma } from '../../src-engine/families/paligemma.ts';
import { goldenModel, refusal } from '../support/scratch.ts';

const architecture = (value: object) =>
  paligemma.architecture({ file: 'config.json', value: { model_type: 'paligemma', ...value } });

/** What the published PaliGemma configs say; all else is left to defaults. */
const published = {
  image_token_index: 257_152,
  text_config: {
    model_type: 'gemma',
    hidden_size: 2048,
    intermediate_size: 16_384,
    num_attention_heads: 8,
    num_hidden_layers: 18,
    num_key_value_heads: 1,
    vocab_size: 257_216,
  },
  vision_config: {
    model_type: 'siglip_vision_model',
    hidden_size: 1152,
    intermediate_size: 4304,
    num_attention_heads: 16,
    num_hidden_layers: 27,
    patch_size: 14,
  },
};

describe('paligemma', () => {
  it('opens the golden model: last norm, one linear layer, Gemma with a prefix and heads of their own size', async () => {
    const { spec, weights, generation, chatTemplate } = await openCheckpoint(goldenModel('paligemma'));
    expect(spec).toMatchObject({
      family: 'paligemma',
      vision: { layers: 5, executedLayers: 5, classToken: false, postNorm: true, patches: 49 },
      projector: { layers: 1, bias: true },
      text: {
        width: 64,
        heads: 4,
        kvHeads: 1,
        headDim: 24,
        activation: 'gelu_tanh',
        normOffset: 1,
        embeddingScale: 8,
        prefixAttention: 'prompt',
        tiedHead: true,
      },
      imageToken: '<image>',
      imageTokenId: 320,
      preprocess: { rule: { kind: 'squash' }, imageSize: 98 },
    });
    expect(weights.get('vision.postNorm.weight').shape).toEqual([72]);
    expect(weights.get('projector.linear1.weight').shape).toEqual([64, 72]);
    expect(weights.has('projector.linear2.weight')).toBe(false);
    expect(generation.eosTokenIds).toEqual([1]);
    expect(chatTemplate).toBeUndefined();
  });

  it('fills in what published configs leave out', () => {
    const { vision, text, imageTokenId } = architecture(published);
    expect(vision).toMatchObject({ imageSize: 224, patches: 256, executedLayers: 27, normEpsilon: 1e-6 });
    expect(text).toMatchObject({
      headDim: 256,
      ropeTheta: 10_000,
      maxPositions: 8192,
      tiedHead: true,
      qkvBias: false,
      activation: 'gelu_tanh',
    });
    expect(text.embeddingScale).toBeCloseTo(45.2548, 4);
    expect(imageTokenId).toBe(257_152);
  });

  it('takes the old spelling gelu for the approximation that Gemma means', () => {
    const text_config = { ...published.text_config, hidden_act: 'gelu' };
    expect(architecture({ ...published, text_config }).text.activation).toBe('gelu_tanh');
  });

  it('names the lone linear layer as it is stored, without a number', () => {
    const stored = paligemma.tensors(architecture(published)).map((tensor) => tensor.stored);
    expect(stored.filter((name) => name.startsWith('multi_modal_projector'))).toEqual([
      'multi_modal_projector.linear.weight',
      'multi_modal_projector.linear.bias',
    ]);
    expect(stored).toContain('vision_tower.post_layernorm.bias');
    expect(stored).not.toContain('lm_head.weight');
  });

  it('reads PaliGemma 2: norms behind each half, capped attention and logits, a window in every other layer', () => {
    const text_config = {
      model_type: 'gemma2',
      hidden_size: 2304,
      num_hidden_layers: 26,
      vocab_size: 257_216,
    };
    const { text } = architecture({ ...published, text_config });
    expect(text).toMatchObject({
      heads: 8,
      kvHeads: 4,
      headDim: 256,
      mlpWidth: 9216,
      postNorms: true,
      normOffset: 1,
      prefixAttention: 'prompt',
      attentionCap: 50,
      logitCap: 30,
      embeddingScale: 48,
      maxPositions: 8192,
    });
    expect(text.sliding?.window).toBe(4096);
    expect(text.sliding?.layers.slice(0, 3)).toEqual([true, false, true]);
    expect(text).not.toHaveProperty('queryScale');
    const scaled = architecture({
      ...published,
      text_config: { ...text_config, query_pre_attn_scalar: 144 },
    });
    expect(scaled.text.queryScale).toBeCloseTo(1 / 12, 12);
    const none = { ...text_config, attn_logit_softcapping: null, final_logit_softcapping: null };
    expect(architecture({ ...published, text_config: none }).text).not.toHaveProperty('attentionCap');
  });

  it('refuses Gemma 3 in its place', () => {
    expect(refusal(() => architecture({ text_config: { model_type: 'gemma3_text' } }))).toEqual({
      code: 'unsupported',
      message:
        "config.json: text_config.model_type 'gemma3_text' is not supported; supported: gemma, gemma2.",
    });
  });
});
