import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { parameterCount } from '../../src-engine/checkpoint/weights.ts';
import { parseVideoProcessor } from '../../src-engine/families/parts/processor.ts';
import { qwen2Vl } from '../../src-engine/families/qwen2-vl.ts';
import { goldenCopy, goldenModel, refusal } from '../support/scratch.ts';

const architecture = (value: object) =>
  qwen2Vl.architecture({ file: 'config.json', value: { model_type: 'qwen2_vl', ...value } });

/** As published: the language model's fields beside the others; in the tower's, `hidden_size` is that of a row. */
const published = (width: number, mlpWidth: number, heads: number, kvHeads: number) => ({
  hidden_size: width,
  intermediate_size: mlpWidth,
  num_hidden_layers: 28,
  num_attention_heads: heads,
  num_key_value_heads: kvHeads,
  max_position_embeddings: 32_768,
  rope_theta: 1_000_000,
  rope_scaling: { type: 'mrope', mrope_section: [16, 24, 24] },
  vision_config: { depth: 32, embed_dim: 1280, mlp_ratio: 4, num_heads: 16, hidden_size: width },
});
const two = { ...published(1536, 8960, 12, 2), vocab_size: 151_936, tie_word_embeddings: true };
const seven = { ...published(3584, 18_944, 28, 4), vocab_size: 152_064, tie_word_embeddings: false };

describe('qwen2-vl', () => {
  it('opens the golden model', async () => {
    const { spec, notes } = await openCheckpoint(goldenModel('qwen2-vl'));
    expect(notes).toEqual([]);
    expect(spec).toMatchObject({
      family: 'qwen2-vl',
      vision: { width: 48, mlpWidth: 96, activation: 'quick_gelu', patchBias: false },
      projector: { square: 2, hidden: 192 },
      text: { qkvBias: true, tiedHead: true, mrope: { sections: [2, 3, 3], interleaved: false } },
    });
    expect(spec.vision.freeGrid).toEqual({ frames: 2, learnedPositions: false, rotaryTheta: 10_000 });
    expect([spec.vision.rmsNorm, spec.vision.gatedMlp, spec.vision.deepStack]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('prepares frames by the file for videos, each within its own bounds', async () => {
    const { spec } = await openCheckpoint(goldenModel('qwen2-vl'));
    expect(spec.preprocess.wholeCells).toMatchObject({ leastPixels: 1024, mostPixels: 6144 });
    expect(spec.video).toMatchObject({
      tokenId: 375,
      token: '<|video_pad|>',
      preprocess: { filter: 'bicubic', wholeCells: { side: 16, leastPixels: 1024, mostPixels: 3072 } },
    });
  });

  const frames = (value: object) => {
    const document = { file: 'video_preprocessor_config.json', value };
    const processor = parseVideoProcessor(document, undefined, 'torchvision')!;
    return qwen2Vl.preprocessFrame!(processor, architecture(two)).wholeCells;
  };

  it('bounds frames otherwise than pictures where the file says nothing', () => {
    const own = { video_processor_type: 'Qwen2VLVideoProcessor' };
    expect(frames(own)).toMatchObject({ leastPixels: 128 * 28 ** 2, mostPixels: 768 * 28 ** 2 });
    expect(frames({ ...own, min_pixels: 5000, max_pixels: 9000 })).toMatchObject({
      leastPixels: 5000,
      mostPixels: 9000,
    });
  });

  it('prepares frames by the file of pictures where there is no other, as published', async () => {
    const directory = await goldenCopy('qwen2-vl');
    const joint: unknown = JSON.parse(await readFile(join(directory, 'processor_config.json'), 'utf8'));
    const { image_processor: own } = joint as Record<string, object>;
    await rm(join(directory, 'processor_config.json'));
    await writeFile(join(directory, 'preprocessor_config.json'), JSON.stringify(own));
    const { video, preprocess } = (await openCheckpoint(directory)).spec;
    expect(video?.preprocess).toEqual(preprocess);
  });

  it('refuses what bounds all frames together', () => {
    const capped = { video_processor_type: 'Qwen2VLVideoProcessor', cap_pixels_per_frame: true };
    expect(refusal(() => frames(capped)).message).toMatch(/cap_pixels_per_frame true is not supported/u);
  });

  // The counts of transformers 5.24 for these configs.
  it('has the parameters of Qwen2-VL 2B and 7B to the last one', () => {
    const numbers = [two, seven].map((value) => parameterCount(qwen2Vl.tensors(architecture(value))));
    expect(numbers).toEqual([2_208_985_600, 8_291_375_616]);
  });

  it.each([
    [
      { vision_config: { hidden_size: 7 } },
      /vision_config.hidden_size is 7, but the language model's hidden_size/u,
    ],
    [
      { vision_config: { num_heads: 7, embed_dim: 100, hidden_size: 1536 } },
      /embed_dim 100 gives 7 heads no multiple of four/u,
    ],
    [{ quantization_config: { quant_method: 'gptq', bits: 4 } }, /weights are quantised \(gptq, 4 bits\)/u],
  ])('refuses %o', (value, reason) => {
    expect(refusal(() => architecture({ ...two, ...value })).message).toMatch(reason);
  });
});
