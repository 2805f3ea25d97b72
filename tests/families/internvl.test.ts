import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { parameterCount } from '../../src-engine/checkpoint/weights.ts';
import { cellsPerView } from '../../src-engine/connectors/cells.ts';
import { internvl } from '../../src-engine/families/internvl.ts';
import { parseImageProcessor } from '../../src-engine/families/parts/processor.ts';
import { viewsOf } from '../../src-engine/inference/memory-parts.ts';
import { goldenModel, refusal } from '../support/scratch.ts';

const architecture = (value: object) =>
  internvl.architecture({ file: 'config.json', value: { model_type: 'internvl', ...value } });

const small = { attention_bias: true, hidden_size: 1024, image_size: [448, 448], patch_size: [14, 14] };
const qwen2 = { model_type: 'qwen2', vocab_size: 151_674, rope_theta: 1e6 };
const qwen3 = { model_type: 'qwen3', vocab_size: 151_936, num_key_value_heads: 8, head_dim: 128 };

/** Shapes of published models, width, MLP, layers and heads of their decoders; all else is as their classes have it. */
const published = {
  'InternVL3-1B-hf': [qwen2, 896, 4864, 24, 14, 2],
  'InternVL3-2B-hf': [qwen2, 1536, 8960, 28, 12, 2],
  'InternVL3-8B-hf': [qwen2, 3584, 18_944, 28, 28, 4],
  'InternVL3_5-1B-HF': [qwen3, 1024, 3072, 28, 16, 8],
  'InternVL3_5-2B-HF': [qwen3, 2048, 6144, 28, 16, 8],
  'InternVL3_5-4B-HF': [qwen3, 2560, 9728, 36, 32, 8],
  'InternVL3_5-8B-HF': [qwen3, 4096, 12_288, 36, 32, 8],
} as const;

function shapesOf(name: keyof typeof published, tied = false) {
  const [text, width, mlpWidth, layers, heads, kvHeads] = published[name];
  return architecture({
    vision_config: small,
    tie_word_embeddings: tied,
    text_config: {
      ...text,
      hidden_size: width,
      intermediate_size: mlpWidth,
      num_hidden_layers: layers,
      num_attention_heads: heads,
      num_key_value_heads: kvHeads,
    },
  });
}

const parameters = (shapes: ReturnType<typeof shapesOf>) => parameterCount(internvl.tensors(shapes));

describe('internvl', () => {
  it('opens the golden models: the usual tower with Qwen2, and that of all norms with Qwen3', async () => {
    const usual = await openCheckpoint(goldenModel('internvl'));
    expect(usual.notes).toEqual([]);
    expect(usual.spec).toMatchObject({
      family: 'internvl',
      imageToken: '<IMG_CONTEXT>',
      vision: { patches: 36, classToken: true, preNorm: false, layerScale: true, executedLayers: 5 },
      projector: { square: 2, norm: true, bias: true, activation: 'gelu' },
      text: { qkvBias: true, tiedHead: false },
      preprocess: { tiles: { kind: 'by-ratio', least: 1, most: 6 }, filter: 'bicubic', imageSize: 48 },
    });
    expect(usual.spec.vision.qkNorm).toBeUndefined();
    expect(usual.weights.get('vision.position').shape).toEqual([37, 72]);
    const normed = await openCheckpoint(goldenModel('internvl-qwen3'));
    expect(normed.notes).toEqual([]);
    expect(normed.spec).toMatchObject({
      vision: { qkNorm: true, rmsNorm: true, postNorm: true, attentionBias: false },
      text: { qkNorm: true, qkvBias: false, headDim: 32, tiedHead: true },
    });
    expect(normed.encoderFingerprint).not.toBe(usual.encoderFingerprint);
  });

  it('has the shapes of published models', () => {
    const one = shapesOf('InternVL3_5-1B-HF');
    expect(one.vision).toMatchObject({ layers: 24, patches: 1024, mlpWidth: 4096, normEpsilon: 1e-6 });
    expect(cellsPerView(one)).toEqual({ cellsPerView: 256 });
    // Its file has so many numbers: 304,012,288 in the tower, 5,253,120 in the projector, 751,632,384 in the decoder.
    expect(parameters(one)).toBe(1_060_897_792);
    const billions = Object.keys(published).map((name) =>
      (parameters(shapesOf(name as keyof typeof published)) / 1e9).toFixed(1),
    );
    expect(billions).toEqual(['0.9', '2.1', '7.9', '1.1', '2.3', '4.7', '8.5']);
  });

  it('ties the head unless config.json says otherwise, as its class does', () => {
    expect(architecture({ vision_config: small }).text.tiedHead).toBe(true);
    expect(parameters(shapesOf('InternVL3-1B-hf', true))).toBeLessThan(
      parameters(shapesOf('InternVL3-1B-hf')),
    );
  });

  it.each([
    [{ vision_config: { ...small, norm_type: 'batch' } }, /norm_type .*'layer_norm' or 'rms_norm'/u],
    [
      { vision_config: { ...small, use_absolute_position_embeddings: false } },
      /use_absolute_position_embeddings .*true to be supported/u,
    ],
    [{ downsample_ratio: 0.3 }, /downsample_ratio 0\.3 does not cut the 32 patches .* into whole squares/u],
    [{ text_config: { model_type: 'qwen3_moe' } }, /text_config\.model_type 'qwen3_moe' is not supported/u],
    [{ vision_feature_select_strategy: 'full' }, /'full' is not supported with internvl_vision/u],
  ])('refuses %o', (value, reason) => {
    expect(refusal(() => architecture(value)).message).toMatch(reason);
  });

  it('is a tower of this family alone', async () => {
    const { llava } = await import('../../src-engine/families/llava.ts');
    const value = { model_type: 'llava', vision_config: { model_type: 'internvl_vision' } };
    expect(refusal(() => llava.architecture({ file: 'config.json', value })).message).toMatch(
      /'internvl_vision' is not supported; supported: clip_vision_model, siglip_vision_model\.$/u,
    );
  });

  it('writes a picture, however it is cut, between two marks', () => {
    expect(internvl.imageText?.({ rows: 2, columns: 3 }, '@', new Map())).toBe('<img>@</img>');
  });
});

describe('its image processor', () => {
  const views = (value: object, side = 448) => {
    const document = { file: 'preprocessor_config.json', value };
    const processor = parseImageProcessor(document, undefined, 'torchvision');
    return internvl.preprocess(processor, { ...architecture({}), vision: { imageSize: side } as never });
  };
  const kind = { image_processor_type: 'GotOcr2ImageProcessorFast', size: { height: 448, width: 448 } };

  it('cuts tiles by ratio whatever the file says of cutting, up to twelve unless it says so', () => {
    const { tiles } = views({ ...kind, crop_to_patches: false });
    expect(tiles).toEqual({ kind: 'by-ratio', least: 1, most: 12 });
    expect(views({ ...kind, min_patches: 2, max_patches: 5 }).tiles).toMatchObject({ least: 2, most: 5 });
    const { vision } = architecture({});
    expect(viewsOf({ vision, preprocess: views(kind) }, 'largest')).toBe(13);
    expect(viewsOf({ vision, preprocess: views(kind) }, 'usual')).toBe(5);
    expect(viewsOf({ vision, preprocess: views({ ...kind, max_patches: 1 }) }, 'largest')).toBe(1);
  });

  it.each([
    [{ ...kind, size: { height: 384, width: 384 } }, /size is not the \{height: 448, width: 448\}/u],
    [{ ...kind, min_patches: 7, max_patches: 6 }, /min_patches 7 is more than max_patches 6/u],
    [{ ...kind, image_processor_type: 'CLIPImageProcessor' }, /'CLIPImageProcessor' is not supported here/u],
  ])('refuses %o', (value, reason) => {
    expect(refusal(() => views(value)).message).toMatch(reason);
  });
});
