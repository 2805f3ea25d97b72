import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../src-engine/vision/decode.ts';
import { rgbOf } from '../../src-engine/vision/picture.ts';
import { previewImage } from '../../src-engine/vision/preview.ts';
import { clipSpec, engineError, goldenFixture, visionFixture } from './fixtures.ts';

async function pixels(png: Uint8Array) {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: new Uint8Array(data) };
}

describe('previewImage', () => {
  it.each(['rgba.png', 'colour-profile.jpg', 'exif-rotated.jpg', 'grey-16-bit.png', 'transparent.gif'])(
    'shows exactly the decoded pixels of %s',
    async (name) => {
      const source = { kind: 'file', path: visionFixture(`decode/${name}`) } as const;
      const preview = await previewImage(source, 512);
      const image = await decodeImage(source);
      const { width, height } = image;
      expect(await pixels(preview.png)).toEqual({ width, height, rgb: new Uint8Array(rgbOf(image)) });
      expect(preview).toMatchObject({ width, height });
    },
  );

  it('fits the longer side but reports the size of the source', async () => {
    const preview = await previewImage({ kind: 'file', path: goldenFixture('llava15-siglip/image.png') }, 95);
    expect(preview).toMatchObject({ width: 130, height: 190 });
    expect(await pixels(preview.png)).toMatchObject({ width: 65, height: 95 });
  });

  it('shows pixel values as the picture that they were made from', async () => {
    const source = { kind: 'pixel-values', path: goldenFixture('llava15-clip/golden.safetensors') } as const;
    const shown = await pixels((await previewImage(source, 512, clipSpec)).png);
    expect(shown).toMatchObject({ width: 84, height: 84 });
    expect(new Set(shown.rgb).size).toBeGreaterThan(50);
  });

  it('needs a model to show pixel values', async () => {
    const source = { kind: 'pixel-values', path: goldenFixture('llava15-clip/golden.safetensors') } as const;
    expect((await engineError(previewImage(source, 512))).code).toBe('not-loaded');
  });
});
