import { describe, expect, it } from 'vitest';
import { denormalise, normalise } from '../../src-engine/vision/normalise.ts';
import { clipSpec, pattern, siglipSpec } from './fixtures.ts';

describe('normalise', () => {
  it('lays out planes, red first, rows within', () => {
    const image = { width: 2, height: 1, rgb: Uint8Array.of(0, 51, 255, 102, 204, 153) };
    const spec = { backend: 'pil', rescale: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1] } as const;
    const tenths = Array.from(normalise(image, spec), (v) => Math.round(v * 10));
    expect(tenths).toEqual([0, 4, 2, 8, 10, 6]);
  });

  it("rounds to float32 after every step, as Pillow's processors do", () => {
    const f = Math.fround;
    const image = { width: 1, height: 1, rgb: Uint8Array.of(77, 78, 79) };
    const red = f(f(f(77 * clipSpec.rescale) - f(0.48145466)) / f(0.26862954));
    expect(normalise(image, clipSpec)[0]).toBe(red);
    expect(f((77 * clipSpec.rescale - 0.48145466) / 0.26862954)).not.toBe(red);
  });

  it("puts mean and std on the scale of the levels first, as torchvision's processors do", () => {
    const f = Math.fround;
    const image = { width: 1, height: 1, rgb: Uint8Array.of(77, 78, 79) };
    const red = f(f(77 - f(f(0.48145466) * 255)) / f(f(0.26862954) * 255));
    expect(normalise(image, { ...clipSpec, backend: 'torchvision' })[0]).toBe(red);
    expect(normalise(image, clipSpec)[0]).not.toBe(red);
  });

  it('only rescales where the checkpoint switches normalising off', () => {
    const image = { width: 1, height: 1, rgb: Uint8Array.of(77, 78, 79) };
    const spec = { rescale: 0.0037, rescaleOnly: true, mean: [0, 0, 0], std: [1, 1, 1] } as const;
    const product = Math.fround(79 * Math.fround(0.0037));
    expect(normalise(image, { ...spec, backend: 'torchvision' })[2]).toBe(product);
    expect(normalise(image, { ...spec, backend: 'pil' })[2]).toBe(Math.fround(79 * 0.0037));
  });

  it.each([clipSpec, siglipSpec])('is undone by denormalise at every level', (spec) => {
    const image = pattern(32, 24);
    expect(denormalise(normalise(image, spec), image, spec)).toEqual(image);
  });
});
