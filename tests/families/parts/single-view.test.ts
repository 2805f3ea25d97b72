import { describe, expect, it } from 'vitest';
import { parseImageProcessor } from '../../../src-engine/families/parts/processor.ts';
import { singleView } from '../../../src-engine/families/parts/single-view.ts';
import { refusal } from '../../support/scratch.ts';

const clip = {
  image_processor_type: 'CLIPImageProcessor',
  size: { shortest_edge: 336 },
  crop_size: { height: 336, width: 336 },
};
const siglip = { image_processor_type: 'SiglipImageProcessor', size: { height: 384, width: 384 } };

function spec(value: unknown, imageSize: number) {
  return singleView(
    parseImageProcessor({ file: 'preprocessor_config.json', value }, undefined, 'torchvision'),
    imageSize,
  );
}

describe('singleView', () => {
  it("reads CLIP's resize and centre crop, with the class's defaults for absent keys", () => {
    expect(spec(clip, 336)).toEqual({
      backend: 'torchvision',
      rule: { kind: 'centre-crop', shortestEdge: 336 },
      filter: 'bicubic',
      imageSize: 336,
      rescale: 1 / 255,
      mean: [0.48145466, 0.4578275, 0.40821073],
      std: [0.26862954, 0.26130258, 0.27577711],
    });
  });

  it("reads SigLIP's squash", () => {
    expect(spec({ ...siglip, resample: 2, rescale_factor: 0.5 }, 384)).toEqual({
      backend: 'torchvision',
      rule: { kind: 'squash' },
      filter: 'bilinear',
      imageSize: 384,
      rescale: 0.5,
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
    });
  });

  it('reads a bare number as the shortest edge for CLIP and as a square for SigLIP', () => {
    expect(spec({ ...clip, size: 350, crop_size: 336 }, 336).rule).toEqual({
      kind: 'centre-crop',
      shortestEdge: 350,
    });
    expect(spec({ ...siglip, size: 384 }, 384).rule).toEqual({ kind: 'squash' });
    expect(spec({ ...clip, size: { height: 336, width: 336 } }, 336).rule).toEqual({ kind: 'squash' });
  });

  it("pads to a square of the mean colour where LLaVA's class says so", () => {
    const llava = { ...clip, image_processor_type: 'LlavaImageProcessor' };
    expect(spec({ ...llava, do_pad: true }, 336).padColour).toEqual([122, 116, 104]);
    expect(spec({ ...llava, do_pad: true, image_mean: [-1, 0.5, 2] }, 336).padColour).toEqual([0, 127, 255]);
    for (const do_pad of [false, null])
      expect(spec({ ...llava, do_pad }, 336)).not.toHaveProperty('padColour');
  });

  it('turns switched-off steps into identities', () => {
    const { rescale, mean, std } = spec({ ...clip, do_rescale: false, do_normalize: false }, 336);
    expect({ rescale, mean, std }).toEqual({ rescale: 1, mean: [0, 0, 0], std: [1, 1, 1] });
  });

  it.each(['CLIPImageProcessorFast', 'CLIPImageProcessorPil', 'CLIPFeatureExtractor', 'LlavaImageProcessor'])(
    'knows the class %s',
    (type) => {
      expect(spec({ ...clip, image_processor_type: type }, 336).rule.kind).toBe('centre-crop');
    },
  );

  it('knows the older name of the class field', () => {
    const { image_processor_type: type, ...rest } = clip;
    expect(spec({ ...rest, feature_extractor_type: type }, 336).rule.kind).toBe('centre-crop');
  });

  it.each([
    [
      { ...clip, image_processor_type: 'PixtralImageProcessor' },
      "image_processor_type 'PixtralImageProcessor' is not supported",
    ],
    [
      { ...clip, resample: 0 },
      'resample 0 is not supported, only 1 (lanczos), 2 (bilinear) and 3 (bicubic) are',
    ],
    [{ ...clip, do_resize: false }, 'do_resize false is not supported'],
    [
      { ...clip, do_pad: true },
      "do_pad true (padding to a square) is not supported with image_processor_type 'CLIPImageProcessor'",
    ],
    [{ ...clip, crop_size: 224 }, 'crop_size is 224 x 224, but the vision tower takes 336 x 336'],
    [{ ...clip, do_center_crop: false }, 'size {shortest_edge: 336} does not give the 336 x 336'],
    [{ ...clip, size: { shortest_edge: 300 } }, 'size {shortest_edge: 300} does not give the 336 x 336'],
    [
      { ...siglip, size: { height: 336, width: 384 } },
      'size is 336 x 384, but the vision tower takes 336 x 336',
    ],
  ])('refuses %j as unsupported', (value, fact) => {
    const { code, message } = refusal(() => spec(value, 336));
    expect(code).toBe('unsupported');
    expect(message).toContain(`preprocessor_config.json: ${fact}`);
  });

  it.each([
    [{ size: clip.size }, ': image_processor_type is missing'],
    [
      { ...clip, size: {} },
      ': size is an object, but must be a number of pixels up to 8192, {shortest_edge}, or {height, width}',
    ],
    [
      { ...clip, size: { shortest_edge: 0 } },
      ': size.shortest_edge is 0, but must be a whole number from 1 to 8192',
    ],
    [{ ...clip, image_mean: [1, 2] }, ': image_mean is [1, 2], but must be a list of three numbers'],
    [{ ...clip, image_std: [1, 0, 1] }, ': image_std.1 is 0, but must be a number between 0'],
    [{ ...clip, resample: 'bicubic' }, ": resample is 'bicubic', but must be a whole number from 0 to 5"],
    ['text', " is 'text', but must be an object"],
  ])('refuses %j as damaged', (value, fact) => {
    const { code, message } = refusal(() => spec(value, 336));
    expect(code).toBe('bad-checkpoint');
    expect(message).toContain(`preprocessor_config.json${fact}`);
  });
});
