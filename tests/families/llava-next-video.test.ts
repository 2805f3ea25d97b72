import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src-engine/checkpoint/open.ts';
import { llavaNextVideo } from '../../src-engine/families/llava-next-video.ts';
import { goldenCopy, goldenModel, refusal } from '../support/scratch.ts';

const architecture = (value: object) =>
  llavaNextVideo.architecture({ file: 'config.json', value: { model_type: 'llava_next_video', ...value } });

describe('llavaNextVideo', () => {
  it('opens the golden model: pictures as LLaVA-NeXT, frames cropped and averaged two by two', async () => {
    const { spec } = await openCheckpoint(goldenModel('llava-next-video'));
    expect(spec).toMatchObject({
      family: 'llava-next-video',
      newline: true,
      imageToken: '<image>',
      imageTokenId: 371,
      preprocess: { rule: { kind: 'squash' }, imageSize: 84 },
      video: {
        tokenId: 370,
        token: '<video>',
        square: 2,
        preprocess: { rule: { kind: 'centre-crop', shortestEdge: 84 }, filter: 'bicubic' },
      },
    });
    expect(spec.projector).not.toHaveProperty('square');
    expect(spec).not.toHaveProperty('frameSquare');
  });

  it('means the published models where config.json says nothing: 12 x 12 rows a frame', () => {
    const { vision, imageTokenId, videoTokenId, frameSquare, anyres } = architecture({});
    expect([vision.gridSide, imageTokenId, videoTokenId, frameSquare]).toEqual([24, 32_001, 32_000, 2]);
    expect(anyres?.pinpoints).toHaveLength(5);
  });

  // Before transformers 4.49 one file spoke for both; 5.24 gives it to either class.
  it.each(['LlavaNextImageProcessor', 'LlavaNextVideoImageProcessor'])(
    'prepares frames by the file of pictures, %s, where there is no other',
    async (type) => {
      const directory = await goldenCopy('llava-next-video');
      const { video, preprocess } = (await openCheckpoint(directory)).spec;
      const joint: unknown = JSON.parse(await readFile(join(directory, 'processor_config.json'), 'utf8'));
      const { image_processor: own, video_processor: _, ...rest } = joint as Record<string, object>;
      const older = {
        'processor_config.json': rest,
        'preprocessor_config.json': { ...own, image_processor_type: type },
      };
      for (const [name, value] of Object.entries(older))
        await writeFile(join(directory, name), JSON.stringify(value));
      const { spec } = await openCheckpoint(directory);
      expect(spec.video?.preprocess).toEqual(video?.preprocess);
      expect(spec.preprocess).toEqual(preprocess);
    },
  );

  it.each([
    [{ spatial_pool_mode: 'max' }, "spatial_pool_mode 'max' is not supported, only 'average' is"],
    [
      { spatial_pool_stride: 4 },
      'spatial_pool_stride 4 does not give the rows that its processor writes places for',
    ],
    [
      { vision_config: { image_size: 378, patch_size: 14 }, image_grid_pinpoints: [[378, 756]] },
      'a grid of 27 x 27 patches has no whole squares of 2 x 2',
    ],
  ])('refuses %j in one sentence', (config, fact) => {
    const { code, message } = refusal(() => architecture(config));
    expect(code).toBe('unsupported');
    expect(message).toContain(`config.json: ${fact}`);
  });
});
