import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { parameterCount } from '../../src-engine/checkpoint/weights.ts';
import { cellsPerView } from '../../src-engine/connectors/cells.ts';
import { parseImageProcessor } from '../../src-engine/families/parts/processor.ts';
import { qwen3Vl } from '../../src-engine/families/qwen3-vl.ts';
import { goldenModel, refusal } from '../support/scratch.ts';

const architecture = (value: object) =>
  qwen3Vl.architecture({ file: 'config.json', value: { model_type: 'qwen3_vl', ...value } });

const small = {
  depth: 24,
  hidden_size: 1024,
  intermediate_size: 4096,
  deepstack_visual_indexes: [5, 11, 17],
};
const large = {
  depth: 27,
  hidden_size: 1152,
  intermediate_size: 4304,
  deepstack_visual_indexes: [8, 16, 24],
};

/** Of published models: tower; width, MLP, layers and heads of the decoder; whether the head is the embedding. */
const published = {
  'Qwen3-VL-2B-Instruct': [small, 2048, 6144, 28, 16, true],
  'Qwen3-VL-4B-Instruct': [small, 2560, 9728, 36, 32, true],
  'Qwen3-VL-8B-Instruct': [large, 4096, 12_288, 36, 32, false],
} as const;

function configOf(name: keyof typeof published) {
  const [tower, width, mlpWidth, layers, heads, tied] = published[name];
  return {
    vision_config: { model_type: 'qwen3_vl', ...tower, out_hidden_size: width },
    tie_word_embeddings: tied,
    text_config: {
      model_type: 'qwen3_vl_text',
      hidden_size: width,
      intermediate_size: mlpWidth,
      num_hidden_layers: layers,
      num_attention_heads: heads,
      num_key_value_heads: 8,
      max_position_embeddings: 262_144,
      rope_theta: 5_000_000,
      rope_scaling: { mrope_interleaved: true, mrope_section: [24, 20, 20], rope_type: 'default' },
      vocab_size: 151_936,
    },
  };
}

describe('qwen3-vl', () => {
  it('opens the golden model', async () => {
    const { spec, notes, weights } = await openCheckpoint(goldenModel('qwen3-vl'));
    expect(notes).toEqual([]);
    expect(spec).toMatchObject({
      family: 'qwen3-vl',
      imageToken: '<|image_pad|>',
      vision: { gridSide: 5, imageSize: 40, deepStack: [1, 2], freeGrid: { frames: 2, rotaryTheta: 10_000 } },
      projector: { square: 2, hidden: 192, activation: 'gelu' },
      text: {
        deepStack: 2,
        mrope: { sections: [6, 5, 5], interleaved: true },
        ropeTheta: 5_000_000,
        qkNorm: true,
      },
      preprocess: { wholeCells: { side: 16, patchSize: 8, leastPixels: 1024, mostPixels: 6144 } },
    });
    expect(weights.get('vision.patch.weight').shape).toEqual([48, 3, 2, 8, 8]);
    expect(weights.get('projector.deep.1.norm.weight').shape).toEqual([192]);
  });

  it('has the shapes of published models', () => {
    const two = architecture(configOf('Qwen3-VL-2B-Instruct'));
    expect(two.vision).toMatchObject({ layers: 24, heads: 16, headDim: 64, patches: 2304, imageSize: 768 });
    expect(two.text).toMatchObject({ headDim: 128, ropeTheta: 5_000_000, maxPositions: 262_144 });
    expect(cellsPerView(two)).toEqual({ cellsPerView: 576 });
    const numbers = Object.keys(published).map((name) =>
      parameterCount(qwen3Vl.tensors(architecture(configOf(name as keyof typeof published)))),
    );
    expect(numbers).toEqual([2_127_532_032, 4_437_815_808, 8_767_123_696]);
  });

  it('takes rope_parameters of transformers 5, and the class has sections of its own', () => {
    const text_config = { hidden_size: 3584, rope_parameters: { rope_theta: 7, rope_type: 'default' } };
    expect(architecture({ text_config }).text).toMatchObject({
      ropeTheta: 7,
      mrope: { sections: [24, 20, 20] },
    });
    expect(architecture({ text_config: { hidden_size: 3584 } }).text.ropeTheta).toBe(500_000);
  });

  const text_config = { hidden_size: 3584 };
  it.each([
    [{ text_config: {} }, /out_hidden_size is 3584, but the language model's hidden_size is 4096/u],
    [{ vision_config: { num_position_embeddings: 2300 } }, /num_position_embeddings 2300 makes no square/u],
    [{ vision_config: { deepstack_visual_indexes: [8, 27] } }, /names layer 27, but depth is 27/u],
    [{ vision_config: { deepstack_visual_indexes: [8, 8] } }, /\[8, 8\] names a layer twice/u],
    [{ vision_config: { num_heads: 7 } }, /hidden_size 1152 gives 7 heads no multiple of four/u],
    [{ text_config: { model_type: 'qwen3_vl_moe_text' } }, /'qwen3_vl_moe_text' is not supported/u],
    [{ quantization_config: { quant_method: 'fp8' } }, /weights are quantised \(fp8\), which is not read/u],
  ])('refuses %o', (value, reason) => {
    expect(refusal(() => architecture({ text_config, ...value })).message).toMatch(reason);
  });
});

describe('its image processor', () => {
  const views = (value: object) => {
    const document = { file: 'preprocessor_config.json', value };
    const processor = parseImageProcessor(document, undefined, 'torchvision');
    return qwen3Vl.preprocess(processor, architecture(configOf('Qwen3-VL-2B-Instruct')));
  };
  const published = {
    image_processor_type: 'Qwen2VLImageProcessorFast',
    size: { longest_edge: 16_777_216, shortest_edge: 65_536 },
    patch_size: 16,
    temporal_patch_size: 2,
    merge_size: 2,
    image_mean: [0.5, 0.5, 0.5],
    image_std: [0.5, 0.5, 0.5],
  };

  it('keeps the checkpoint bounds, but encodes no more than 16,384 patches', () => {
    expect(views(published).wholeCells).toEqual({
      side: 32,
      patchSize: 16,
      leastPixels: 65_536,
      mostPixels: 4_194_304,
      modelPixels: 16_777_216,
    });
    expect(views({ ...published, max_pixels: 1_000_000 }).wholeCells).toMatchObject({
      mostPixels: 1_000_000,
      modelPixels: 1_000_000,
    });
  });

  it.each([
    [{ ...published, patch_size: 14 }, /patch_size is 14, but the vision tower takes 16/u],
    [{ ...published, merge_size: 4 }, /merge_size is 4, but the vision tower takes 2/u],
    [
      { ...published, min_pixels: 9e6, max_pixels: 1e6 },
      /least pixels 9000000 are more than its most 1000000/u,
    ],
    [{ ...published, image_processor_type: 'CLIPImageProcessor' }, /'CLIPImageProcessor' is not supported/u],
    [{ ...published, do_resize: false }, /do_resize false is not supported/u],
  ])('refuses %o', (value, reason) => {
    expect(refusal(() => views(value)).message).toMatch(reason);
  });
});
