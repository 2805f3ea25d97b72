import { describe, expect, it } from 'vitest';
import { parseLlavaLikeConfig } from '../../../src-engine/families/parts/config-schema.ts';
import { visionSpec } from '../../../src-engine/families/parts/vision-tower.ts';
import { llavaDefaults, refusal } from '../../support/scratch.ts';

const siglip = { model_type: 'siglip_vision_model', num_hidden_layers: 27 };

function spec(outer: object, vision: object = {}) {
  const value = { model_type: 'llava', vision_config: { num_hidden_layers: 12, ...vision }, ...outer };
  return visionSpec(parseLlavaLikeConfig({ file: 'config.json', value }, llavaDefaults));
}

describe('visionSpec', () => {
  it.each([
    [-1, 12],
    [-2, 11],
    [-12, 1],
    [12, 12],
    [11, 11],
    [1, 1],
  ])('runs for vision_feature_layer %i the first %i of 12 layers', (layer, executed) => {
    expect(spec({ vision_feature_layer: layer }).executedLayers).toBe(executed);
    expect(spec({ vision_feature_layer: layer }).layers).toBe(12);
  });

  it.each([
    [13, 'bad-checkpoint', 'vision_feature_layer is 13, but the tower has 12 layers'],
    [-14, 'bad-checkpoint', 'vision_feature_layer is -14, but the tower has 12 layers'],
    [0, 'unsupported', 'vision_feature_layer 0 takes the features before the first layer'],
    [-13, 'unsupported', 'vision_feature_layer -13 takes the features before the first layer'],
  ])('refuses vision_feature_layer %i', (layer, code, fact) => {
    const refused = refusal(() => spec({ vision_feature_layer: layer }));
    expect(refused.code).toBe(code);
    expect(refused.message).toContain(`config.json: ${fact}`);
  });

  it('describes a SigLIP tower: no class token, no norm before, a bias in the patch convolution', () => {
    const config = {
      vision_config: {
        ...siglip,
        hidden_size: 1152,
        num_attention_heads: 16,
        image_size: 384,
        patch_size: 14,
      },
    };
    expect(
      spec({ ...config, vision_feature_layer: -1, vision_feature_select_strategy: 'full' }),
    ).toMatchObject({
      executedLayers: 27,
      headDim: 72,
      gridSide: 27, // 384 / 14 rounded down
      patches: 729,
      classToken: false,
      preNorm: false,
      patchBias: true,
      activation: 'gelu_tanh',
      normEpsilon: 1e-6,
    });
  });

  it.each([
    ['full', {}, "'full' is not supported with clip_vision_model, only 'default' is"],
    ['default', siglip, "'default' is not supported with siglip_vision_model, only 'full' is"],
  ])('refuses the strategy %s with the other tower', (strategy, vision, fact) => {
    const refused = refusal(() => spec({ vision_feature_select_strategy: strategy }, vision));
    expect(refused.code).toBe('unsupported');
    expect(refused.message).toContain(`vision_feature_select_strategy ${fact}`);
  });

  it.each([
    [
      { hidden_size: 100, num_attention_heads: 16 },
      'hidden_size 100 is not a multiple of num_attention_heads 16',
    ],
    [
      { image_size: 16, patch_size: 14 },
      'cuts 16 px into 1 patches of 14 px, but 4 to 16384 patches are supported',
    ],
    [{ image_size: 4096, patch_size: 1 }, 'into 16777216 patches'],
    [{ hidden_act: 'relu' }, "vision_config.hidden_act 'relu' is not supported"],
  ])('refuses %j', (vision, fact) => {
    expect(refusal(() => spec({}, vision)).message).toContain(fact);
  });
});
