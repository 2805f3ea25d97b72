import { describe, expect, it } from 'vitest';
import { parseImageProcessor, parseVideoProcessor } from '../../../src-engine/families/parts/processor.ts';

const clip = { image_processor_type: 'CLIPImageProcessor', size: { shortest_edge: 336 } };
const siglip = { image_processor_type: 'SiglipImageProcessor', size: { height: 384, width: 384 } };

describe('parseImageProcessor', () => {
  it('lets the part in processor_config.json win, as transformers 5 does, and names it', () => {
    const older = { file: 'preprocessor_config.json', value: clip };
    const newer = {
      file: 'processor_config.json',
      value: { image_processor: siglip, image_token: '<image>' },
    };
    expect(parseImageProcessor(older, newer, 'pil')).toMatchObject({
      type: 'SiglipImageProcessor',
      file: 'processor_config.json: image_processor',
    });
    expect(parseImageProcessor(older, { file: 'processor_config.json', value: {} }, 'pil').type).toBe(
      'CLIPImageProcessor',
    );
  });

  it('says where to look when neither file describes images', () => {
    expect(() => parseImageProcessor(undefined, undefined, 'pil')).toThrow(
      'The folder has neither preprocessor_config.json nor an image_processor in processor_config.json',
    );
  });
});

describe('parseVideoProcessor', () => {
  const video = { video_processor_type: 'LlavaOnevisionVideoProcessor', size: { height: 384, width: 384 } };

  it('reads the file of transformers 4.52 and the part of processor_config.json of transformers 5', () => {
    expect(
      parseVideoProcessor({ file: 'video_preprocessor_config.json', value: video }, undefined, 'pil'),
    ).toMatchObject({
      file: 'video_preprocessor_config.json',
      type: 'LlavaOnevisionVideoProcessor',
    });
    const joint = { file: 'processor_config.json', value: { image_processor: clip, video_processor: video } };
    expect(parseVideoProcessor(undefined, joint, 'pil')?.file).toBe('processor_config.json: video_processor');
  });

  it('is content without one, and names the field of one that does not say its class', () => {
    expect(
      parseVideoProcessor(undefined, { file: 'processor_config.json', value: {} }, 'pil'),
    ).toBeUndefined();
    expect(() =>
      parseVideoProcessor({ file: 'video_preprocessor_config.json', value: clip }, undefined, 'pil'),
    ).toThrow('video_preprocessor_config.json: video_processor_type is missing');
  });
});
