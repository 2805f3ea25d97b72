import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { parameterCount } from '../../src-engine/checkpoint/weights.ts';
import { qwen25Vl } from '../../src-engine/families/qwen2-5-vl.ts';
import { goldenModel, refusal } from '../support/scratch.ts';

const architecture = (value: object) =>
  qwen25Vl.architecture({ file: 'config.json', value: { model_type: 'qwen2_5_vl', ...value } });

/** As published: the language model's fields beside the others. */
const published = (width: number, mlpWidth: number, layers: number, heads: number, kvHeads: number) => ({
  hidden_size: width,
  intermediate_size: mlpWidth,
  num_hidden_layers: layers,
  num_attention_heads: heads,
  num_key_value_heads: kvHeads,
  max_position_embeddings: 128_000,
  rms_norm_eps: 1e-6,
  rope_theta: 1_000_000,
  rope_scaling: { type: 'mrope', mrope_section: [16, 24, 24] },
  use_sliding_window: false,
  vision_config: { depth: 32, hidden_size: 1280, intermediate_size: 3420, out_hidden_size: width },
});
const three = { ...published(2048, 11_008, 36, 16, 2), vocab_size: 151_936, tie_word_embeddings: true };
const seven = { ...published(3584, 18_944, 28, 28, 4), vocab_size: 152_064, tie_word_embeddings: false };

describe('qwen2.5-vl', () => {
  it('opens the golden model', async () => {
    const { spec, notes } = await openCheckpoint(goldenModel('qwen2-5-vl'));
    expect(notes).toEqual([]);
    expect(spec).toMatchObject({
      family: 'qwen2.5-vl',
      vision: {
        rmsNorm: true,
        gatedMlp: true,
        patchBias: false,
        freeGrid: { learnedPositions: false, windows: { side: 4, wholeLayers: [1, 3] } },
      },
      text: { qkvBias: true, mrope: { sections: [2, 3, 3], interleaved: false, timeStep: 4 * (2 / 24) } },
      video: { token: '<|video_pad|>', preprocess: { wholeCells: { mostPixels: 3072 } } },
    });
    expect(spec.vision.deepStack).toBeUndefined();
  });

  it('has the shapes of published models, whose decoder has no config of its own', () => {
    const { vision, text } = architecture(three);
    expect(vision.freeGrid?.windows).toEqual({ side: 8, wholeLayers: [7, 15, 23, 31] });
    expect(text).toMatchObject({ headDim: 128, tiedHead: true, mrope: { sections: [16, 24, 24] } });
    const numbers = [three, seven].map((value) => parameterCount(qwen25Vl.tensors(architecture(value))));
    expect(numbers).toEqual([3_754_622_976, 8_292_166_656]);
  });

  it.each([
    [
      { vision_config: { out_hidden_size: 7 } },
      /out_hidden_size is 7, but the language model's hidden_size/u,
    ],
    [
      { vision_config: { window_size: 20, out_hidden_size: 2048 } },
      /window_size 20 holds no square of 2 x 2 patches of 14 px/u,
    ],
    [
      { vision_config: { num_heads: 7, hidden_size: 100, out_hidden_size: 2048 } },
      /gives 7 heads no multiple of four/u,
    ],
    [{ text_config: { model_type: 'qwen3' } }, /'qwen3' is not supported/u],
    [{ quantization_config: { quant_method: 'awq' } }, /weights are quantised \(awq\), which is not read/u],
  ])('refuses %o', (value, reason) => {
    expect(refusal(() => architecture({ ...three, ...value })).message).toMatch(reason);
  });
});
