import { describe, expect, it } from 'vitest';
import { parseImageProcessor } from '../../src-engine/checkpoint/processor.ts';

const clip = { image_processor_type: 'CLIPImageProcessor', size: { shortest_edge: 336 } };
const siglip = { image_processor_type: 'SiglipImageProcessor', size: { height: 384, width: 384 } };

describe('parseImageProcessor', () => {
  it('lets the part in processor_config.json win, as transformers 5 does, and names it', () => {
    const older = { file: 'preprocessor_config.json', value: clip };
    const newer = {
      file: 'processor_config.json',
      value: { image_processor: siglip, image_token: '<image>' },
    };
    expect(parseImageProcessor(older, newer)).toMatchObject({
      type: 'SiglipImageProcessor',
      file: 'processor_config.json: image_processor',
    });
    expect(parseImageProcessor(older, { file: 'processor_config.json', value: {} }).type).toBe(
      'CLIPImageProcessor',
    );
  });

  it('says where to look when neither file describes images', () => {
    expect(() => parseImageProcessor(undefined, undefined)).toThrow(
      'The folder has neither preprocessor_config.json nor an image_processor in processor_config.json',
    );
  });
});
