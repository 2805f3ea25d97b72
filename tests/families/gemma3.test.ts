import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { cellsPerView } from '../../src-engine/connectors/cells.ts';
import { gemma3 } from '../../src-engine/families/gemma3.ts';
import { parseImageProcessor } from '../../src-engine/families/parts/processor.ts';
import { singleView } from '../../src-engine/families/parts/single-view.ts';
import { goldenModel, refusal } from '../support/scratch.ts';

const architecture = (value: object) =>
  gemma3.architecture({ file: 'config.json', value: { model_type: 'gemma3', ...value } });

const vision_config = {
  model_type: 'siglip_vision_model',
  hidden_size: 1152,
  image_size: 896,
  intermediate_size: 4304,
  num_attention_heads: 16,
  num_hidden_layers: 27,
  patch_size: 14,
  vision_use_head: false,
};
const rope_scaling = { factor: 8, rope_type: 'linear' };

/** What the published configs say of their shapes; all else is left to defaults. */
const published = {
  'gemma-3-4b-it': {
    mm_tokens_per_image: 256,
    vision_config,
    text_config: {
      model_type: 'gemma3_text',
      hidden_size: 2560,
      intermediate_size: 10_240,
      num_hidden_layers: 34,
      rope_scaling,
      sliding_window: 1024,
    },
  },
  'gemma-3-12b-it': {
    mm_tokens_per_image: 256,
    vision_config,
    text_config: {
      model_type: 'gemma3_text',
      hidden_size: 3840,
      intermediate_size: 15_360,
      num_attention_heads: 16,
      num_hidden_layers: 48,
      num_key_value_heads: 8,
      rope_scaling,
      sliding_window: 1024,
    },
  },
  'gemma-3-27b-it': {
    mm_tokens_per_image: 256,
    vision_config,
    text_config: {
      model_type: 'gemma3_text',
      head_dim: 128,
      hidden_size: 5376,
      intermediate_size: 21_504,
      num_attention_heads: 32,
      num_hidden_layers: 62,
      num_key_value_heads: 16,
      query_pre_attn_scalar: 168,
      rope_scaling,
      sliding_window: 1024,
    },
  },
} as const;

function parameters(name: keyof typeof published): number {
  const tensors = gemma3
    .tensors(architecture(published[name]))
    .filter(({ name: own }) => own !== 'text.head');
  return tensors.reduce((sum, { shape }) => sum + shape.reduce((product, side) => product * side, 1), 0);
}

describe('gemma3', () => {
  it('opens the golden model: squares averaged, norms of every kind, two rotary bases, images that see themselves whole', async () => {
    const { spec, weights, generation } = await openCheckpoint(goldenModel('gemma3'));
    expect(spec).toMatchObject({
      family: 'gemma3',
      vision: { layers: 5, executedLayers: 5, postNorm: true, patches: 36 },
      projector: { layers: 1, square: 2, mean: true, inputsFirst: true, rmsNorm: { epsilon: 1e-6 } },
      text: {
        headDim: 24,
        qkNorm: true,
        postNorms: true,
        normOffset: 1,
        embeddingScale: 8,
        prefixAttention: 'images',
        ropeTheta: 1e6,
        ropeScaling: { kind: 'linear', factor: 8 },
        sliding: { window: 7, layers: [true, true, false, true], ropeTheta: 10_000 },
        tiedHead: true,
      },
      imageToken: '<image_soft_token>',
      preprocess: { rule: { kind: 'squash' }, filter: 'bilinear', imageSize: 48 },
    });
    expect(spec.text.queryScale).toBeCloseTo(1 / Math.sqrt(20), 12);
    expect(weights.get('projector.linear1.weight').shape).toEqual([72, 64]);
    expect(weights.get('text.layers.0.postNorm2.weight').shape).toEqual([64]);
    expect(generation.eosTokenIds).toEqual([1, 371]);
  });

  it('fills in what the published configs leave out', () => {
    const { text, vision, projector, imageTokenId, ...rest } = architecture(published['gemma-3-4b-it']);
    expect(text).toMatchObject({
      heads: 8,
      kvHeads: 4,
      headDim: 256,
      vocabulary: 262_208,
      activation: 'gelu_tanh',
      maxPositions: 131_072,
      tiedHead: true,
      ropeTheta: 1e6,
    });
    expect(text).not.toHaveProperty('queryScale');
    expect(text).not.toHaveProperty('logitCap');
    expect(text.sliding).toMatchObject({ window: 1024, ropeTheta: 10_000 });
    expect(text.sliding?.layers.filter((slides) => slides)).toHaveLength(29);
    expect(text.sliding?.layers.flatMap((slides, layer) => (slides ? [] : [layer]))).toEqual([
      5, 11, 17, 23, 29,
    ]);
    expect(vision).toMatchObject({ patches: 4096, gridSide: 64, executedLayers: 27, postNorm: true });
    expect(cellsPerView({ vision, projector })).toEqual({ cellsPerView: 256 });
    expect(imageTokenId).toBe(262_144);
    expect(rest.family).toBe('gemma3');
  });

  it('counts the published parameters: 4.3, 12.2 and 27.4 billion, the tied head once', () => {
    // The position embedding is 896 / 14 squared, and SigLIP has no pooling head here.
    expect(parameters('gemma-3-4b-it')).toBe(4_300_079_472);
    expect(parameters('gemma-3-12b-it')).toBe(12_187_325_040);
    expect(parameters('gemma-3-27b-it')).toBe(27_432_406_640);
  });

  it('scales the queries of the largest by a number that is not the side of its heads', () => {
    expect(architecture(published['gemma-3-27b-it']).text.queryScale).toBeCloseTo(168 ** -0.5, 12);
  });

  it('reads both rotary bases as transformers 5 writes them, and a list of kinds of layers', () => {
    const text_config = {
      model_type: 'gemma3_text',
      num_hidden_layers: 3,
      layer_types: ['full_attention', 'sliding_attention', 'full_attention'],
      rope_parameters: {
        full_attention: { rope_type: 'linear', factor: 4, rope_theta: 500_000 },
        sliding_attention: { rope_type: 'default', rope_theta: 20_000 },
      },
    };
    const { text } = architecture({ vision_config, text_config });
    expect(text).toMatchObject({
      ropeTheta: 500_000,
      ropeScaling: { kind: 'linear', factor: 4 },
      sliding: { window: 4096, layers: [false, true, false], ropeTheta: 20_000 },
    });
    const short = { ...text_config, num_hidden_layers: 4 };
    expect(refusal(() => architecture({ vision_config, text_config: short })).message).toBe(
      'config.json: text_config.layer_types has 3 entries, but there are 4 layers; download it again.',
    );
  });

  it('refuses rows that are no whole squares, and encoders of text', () => {
    expect(refusal(() => architecture({ vision_config, mm_tokens_per_image: 200 })).message).toMatch(
      /mm_tokens_per_image is 200, but the 64 x 64 patches of a view do not make so many whole squares/u,
    );
    const text_config = { model_type: 'gemma3_text', use_bidirectional_attention: true };
    expect(refusal(() => architecture({ vision_config, text_config })).message).toMatch(
      /text_config\.use_bidirectional_attention true makes an encoder of text/u,
    );
  });

  it('squashes pictures bilinearly, and cuts nothing out beside the whole', () => {
    const value = {
      image_processor_type: 'Gemma3ImageProcessor',
      size: { height: 896, width: 896 },
      do_pan_and_scan: null,
    };
    const processor = parseImageProcessor({ file: 'preprocessor_config.json', value }, undefined, 'pil-12');
    expect(singleView(processor, 896)).toMatchObject({
      rule: { kind: 'squash' },
      filter: 'bilinear',
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
    });
  });

  it('frames an image with the tokens that its tokenizer names', () => {
    const named = new Map([
      ['boi_token', '<b>'],
      ['eoi_token', '<e>'],
    ]);
    expect(gemma3.imageText?.(undefined, '@', named)).toBe('\n\n<b>@<e>\n\n');
  });
});
