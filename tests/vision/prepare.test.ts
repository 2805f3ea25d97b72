import { describe, expect, it } from 'vitest';
import { readPixelValues } from '../../src-engine/vision/pixel-values.ts';
import { prepareDecoded, prepareImage } from '../../src-engine/vision/prepare.ts';
import { clipSpec, decoded, goldenFixture, pattern, siglipSpec } from './fixtures.ts';

describe('prepareImage gives the pixel_values of the reference, bit for bit', () => {
  it.each([
    ['llava15-clip', clipSpec, { width: 160, height: 112 }, { x: 24, y: 0, width: 112, height: 112 }],
    ['llava15-siglip', siglipSpec, { width: 130, height: 190 }, { x: 0, y: 0, width: 130, height: 190 }],
  ] as const)('%s', async (name, spec, source, region) => {
    const golden = await readPixelValues(goldenFixture(`${name}/golden.safetensors`), spec.imageSize);
    const prepared = await prepareImage({ kind: 'file', path: goldenFixture(`${name}/image.png`) }, spec);
    expect(prepared).toMatchObject({ source, notes: [] });
    expect(prepared.views.length).toBe(1);
    expect(prepared.views[0]?.region).toEqual(region);
    expect(prepared.views[0]?.pixels).toEqual(golden.views[0]);
  });
});

describe('prepareImage', () => {
  it('takes pixel values as they are and covers the model-sized square', async () => {
    const path = goldenFixture('llava15-clip/golden.safetensors');
    const prepared = await prepareImage({ kind: 'pixel-values', path }, clipSpec);
    expect(prepared.source).toEqual({ width: 84, height: 84 });
    expect(prepared.views[0]?.region).toEqual({ x: 0, y: 0, width: 84, height: 84 });
    expect(prepared.views[0]?.pixels).toEqual((await readPixelValues(path, 84)).views[0]);
  });

  it('maps regions to the stored size and says so where the decoder shrank the picture', () => {
    const shrunk = decoded(pattern(50, 30), { width: 200, height: 120 }, 4);
    const prepared = prepareDecoded({ ...shrunk, notes: ['Read smaller.'] }, siglipSpec);
    expect(prepared.source).toEqual({ width: 200, height: 120 });
    expect(prepared.views[0]?.region).toEqual({ x: 0, y: 0, width: 200, height: 120 });
    expect(prepared.notes).toEqual(['Read smaller.']);
  });
});
