import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { llavaOnevision } from '../../src-engine/families/llava-onevision.ts';
import { editJson, goldenCopy, goldenModel, refusal, rejection } from '../support/scratch.ts';

const architecture = (value: object) =>
  llavaOnevision.architecture({ file: 'config.json', value: { model_type: 'llava_onevision', ...value } });

describe('llavaOnevision', () => {
  it('opens the golden model: Qwen2 with biases on query, key and value, a newline row, video', async () => {
    const { spec, weights, generation } = await openCheckpoint(
      goldenModel('onevision'),
      () => llavaOnevision,
    );
    expect(spec).toMatchObject({
      family: 'llava-onevision',
      newline: true,
      anyres: { maxViews: 9, singleImageOnly: true },
      video: { tokenId: 404, token: '<video>' },
      imageToken: '<image>',
      imageTokenId: 403,
      preprocess: { rule: { kind: 'squash' }, imageSize: 98, mean: [0.5, 0.5, 0.5] },
      text: { heads: 6, kvHeads: 2, qkvBias: true, outBias: false, ropeTheta: 1e6 },
    });
    expect(spec.anyres?.pinpoints).toHaveLength(36);
    expect(weights.get('text.layers.0.attention.key.bias').shape).toEqual([32]);
    expect(weights.has('text.layers.0.attention.out.bias')).toBe(false);
    expect(generation.eosTokenIds).toEqual([402]);
  });

  it('means SigLIP so400m and Qwen2 where config.json says nothing', () => {
    const { vision, text, anyres, imageTokenId, videoTokenId } = architecture({});
    expect(vision).toMatchObject({
      layers: 26,
      executedLayers: 26,
      width: 1152,
      patches: 729,
      classToken: false,
    });
    expect(text).toMatchObject({ qkvBias: true, vocabulary: 151936 });
    expect([imageTokenId, videoTokenId, anyres?.maxViews]).toEqual([151646, 151647, 9]);
    expect(anyres?.pinpoints.slice(0, 7)).toEqual([
      [384, 384],
      [384, 768],
      [384, 1152],
      [384, 1536],
      [384, 1920],
      [384, 2304],
      [768, 384],
    ]);
    expect(anyres?.pinpoints.at(-1)).toEqual([2304, 2304]);
  });

  it('reads the largest grid from vision_aspect_ratio and refuses other layouts', () => {
    expect(architecture({ vision_aspect_ratio: 'anyres_max_4' }).anyres?.maxViews).toBe(4);
    for (const ratio of ['square', 'anyres', 'anyres_max_0', 'anyres_max_-1']) {
      const { code, message } = refusal(() => architecture({ vision_aspect_ratio: ratio }));
      expect(code).toBe('unsupported');
      expect(message).toContain(`vision_aspect_ratio '${ratio}' is not supported`);
    }
  });

  it('names a video token that the tokenizer does not know', async () => {
    const directory = await goldenCopy('onevision');
    await editJson(directory, 'config.json', { video_token_index: 999 });
    expect((await rejection(openCheckpoint(directory, () => llavaOnevision))).message).toMatch(
      /video_token_index is 999, which no token has, but the video token '<video>' of the tokenizer has the id \d+; set video_token_index to \d+/,
    );
  });

  it('prepares frames as the video processor says, and as base views without one', async () => {
    const directory = await goldenCopy('onevision');
    const { video, preprocess } = (await openCheckpoint(directory, () => llavaOnevision)).spec;
    const { squareColour, ...view } = preprocess;
    expect(squareColour).toEqual([127, 127, 127]);
    expect(video?.preprocess).toEqual(view);
    await editJson(directory, 'video_preprocessor_config.json', { image_mean: [0.4, 0.5, 0.6] });
    const other = (await openCheckpoint(directory, () => llavaOnevision)).spec;
    expect(other.video?.preprocess?.mean).toEqual([0.4, 0.5, 0.6]);
    expect(other.preprocess.mean).toEqual([0.5, 0.5, 0.5]);
    await editJson(directory, 'video_preprocessor_config.json', { size: { height: 98, width: 112 } });
    expect((await rejection(openCheckpoint(directory, () => llavaOnevision))).message).toContain(
      'video_preprocessor_config.json: views are 98 x 112, but the vision tower takes 98 x 98',
    );
    await rm(join(directory, 'video_preprocessor_config.json'));
    const older = (await openCheckpoint(directory, () => llavaOnevision)).spec;
    const { squareColour: _, ...baseView } = older.preprocess;
    expect(older.video?.preprocess).toEqual(baseView);
  });

  it('names the newline row when the weights lack it', async () => {
    const directory = await goldenCopy('llava15-siglip');
    await editJson(directory, 'config.json', {
      image_grid_pinpoints: [[98, 98]],
      video_token_index: 401,
    });
    await editJson(directory, 'processor_config.json', { video_token: '<pad>' });
    await editJson(
      directory,
      'processor_config.json',
      { image_processor_type: 'LlavaOnevisionImageProcessor' },
      'image_processor',
    );
    expect((await rejection(openCheckpoint(directory, () => llavaOnevision))).message).toContain(
      "have no tensor 'image_newline' (1 of 118 needed tensors are missing)",
    );
  });
});
