import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { llavaNext } from '../../src-engine/families/llava-next.ts';
import { editJson, goldenCopy, goldenModel, refusal, rejection } from '../support/scratch.ts';

const architecture = (value: object) =>
  llavaNext.architecture({ file: 'config.json', value: { model_type: 'llava_next', ...value } });

describe('llavaNext', () => {
  it('opens the golden model from its two shards, with the newline row', async () => {
    const { spec, weights } = await openCheckpoint(goldenModel('llava-next'), () => llavaNext);
    expect(spec).toMatchObject({
      family: 'llava-next',
      newline: true,
      anyres: {
        pinpoints: [
          [70, 140],
          [140, 70],
          [140, 140],
          [210, 70],
          [70, 210],
        ],
        singleImageOnly: false,
      },
      preprocess: { rule: { kind: 'squash' }, filter: 'bicubic', imageSize: 70 },
      text: { heads: 4, kvHeads: 2, qkvBias: false },
    });
    expect(spec.anyres).not.toHaveProperty('maxViews');
    expect(spec).not.toHaveProperty('video');
    expect(weights.get('newline')).toMatchObject({ dtype: 'F32', shape: [80] });
    const files = new Set(weights.names().map((name) => weights.get(name).file.slice(-27)));
    expect([...files].sort()).toEqual(
      ['00001-of-00002.safetensors', '00002-of-00002.safetensors'].map((end) => `-${end}`),
    );
  });

  it('means the five published resolutions where config.json lists none', () => {
    expect(architecture({}).anyres?.pinpoints).toEqual([
      [336, 672],
      [672, 336],
      [672, 672],
      [1008, 336],
      [336, 1008],
    ]);
    expect(architecture({ image_grid_pinpoints: null }).anyres?.pinpoints).toHaveLength(5);
  });

  it.each([
    [[[336, 500]], 'unsupported', 'has [336, 500], which is not a whole number of views of 336 px'],
    [[], 'bad-checkpoint', 'image_grid_pinpoints is [], but must be a list of [height, width] in pixels'],
    [[[336, 336, 336]], 'bad-checkpoint', 'but must be a list of [height, width] in pixels'],
    ['[(336, 672)]', 'bad-checkpoint', 'but must be a list of [height, width] in pixels'],
  ])('refuses the resolutions %j', (pinpoints, code, fact) => {
    const refused = refusal(() => architecture({ image_grid_pinpoints: pinpoints }));
    expect(refused.code).toBe(code);
    expect(refused.message).toContain(fact);
  });

  it.each([
    [{ image_grid_pinpoints: [[70, 140]] }, 'image_grid_pinpoints differs from the list in config.json'],
    [{ size: { shortest_edge: 84 } }, 'views are 84 x 84, but the vision tower takes 70 x 70'],
    [{ crop_size: 84 }, 'views are 84 x 84, but the vision tower takes 70 x 70'],
    [
      { image_processor_type: 'CLIPImageProcessor' },
      "image_processor_type 'CLIPImageProcessor' is not supported here",
    ],
    [{ resample: 0 }, 'resample 0 is not supported'],
    [{ do_resize: false }, 'do_resize false is not supported'],
  ])('refuses a processor with %j', async (change, fact) => {
    const directory = await goldenCopy('llava-next');
    await editJson(directory, 'preprocessor_config.json', change);
    const { message } = await rejection(openCheckpoint(directory, () => llavaNext));
    expect(message).toContain(`preprocessor_config.json: ${fact}`);
  });
});
