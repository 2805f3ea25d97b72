import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImageBackend } from '../../src-engine/engine.ts';
import type { ResizeFilter } from '../../src-engine/families/spec.ts';
import { openKernel } from '../../src-engine/vision/kernel.ts';
import { normalise, plainPlanes } from '../../src-engine/vision/normalise.ts';
import { plainResize } from '../../src-engine/vision/plain-resize.ts';
import type { RgbImage } from '../../src-engine/vision/rgb-image.ts';
import { rowsOf } from '../../src-engine/vision/rgb-image.ts';
import { makeTaps } from '../../src-engine/vision/taps.ts';
import { vectorResize } from '../../src-engine/vision/vector-resize.ts';
import { compileKernel, kernelFile, target } from '../../tools/kernels/build.ts';
import { clipSpec, pattern } from './fixtures.ts';

const kernel = openKernel()!; // every processor that the tests run on has vectors
const filter = fc.constantFrom<ResizeFilter>('bilinear', 'bicubic', 'lanczos');
const backend = fc.constantFrom<ImageBackend>('torchvision', 'pil', 'pil-12');
const side = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 150 }));

/** Both passes of a whole image. */
function passesOf(
  { width, height }: RgbImage,
  to: readonly [number, number],
  how: { readonly filter: ResizeFilter; readonly backend: ImageBackend },
  verticalFirst: boolean,
) {
  return {
    columns: width === to[0] ? undefined : makeTaps({ size: width, to: to[0], ...how }),
    rows: height === to[1] ? undefined : makeTaps({ size: height, to: to[1], ...how }),
    firstColumn: 0,
    firstRow: 0,
    verticalFirst,
  };
}

describe('the vector kernel', () => {
  it('is what its source compiles to, byte for byte', { timeout: 120_000 }, () => {
    expect(readFileSync(target, 'utf8')).toBe(kernelFile(compileKernel()));
  });

  it('resizes as plain code does, in either order of the passes', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        fc.tuple(side, side),
        fc.tuple(side, side),
        fc.record({ filter, backend }),
        fc.boolean(),
        fc.constantFrom('noise', 'black and white'),
        (from, to, how, verticalFirst, content) => {
          const image = content === 'noise' ? pattern(from[0], from[1]) : extremes(from[0], from[1]);
          const passes = passesOf(image, to, how, verticalFirst);
          if (passes.columns === undefined && passes.rows === undefined) return;
          const part = { x: 0, y: 0, width: image.width, height: image.height };
          same(vectorResize(kernel, rowsOf(image), part, passes), plainResize(image, passes));
        },
      ),
      { numRuns: 80 },
    );
  });

  it.each([
    ['wide', [3000, 40], [70, 11]],
    ['tall', [40, 3000], [11, 70]],
    ['of 300 to 1', [900, 600], [3, 2]],
    ['grown', [5, 7], [120, 300]],
  ] as const)('takes pictures of many strips: %s', (_, from, to) => {
    for (const how of [
      { filter: 'bicubic', backend: 'torchvision' },
      { filter: 'lanczos', backend: 'pil' },
    ] as const) {
      const image = pattern(from[0], from[1]);
      const part = { x: 0, y: 0, width: image.width, height: image.height };
      for (const verticalFirst of [false, true]) {
        const passes = passesOf(image, to, how, verticalFirst);
        same(vectorResize(kernel, rowsOf(image), part, passes), plainResize(image, passes));
      }
    }
  });

  it('turns levels into planes as plain code does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), (width, height) => {
        const image = pattern(width, height);
        const levels = { width: 256, height: 1, rgb: Uint8Array.from({ length: 768 }, (_, i) => i / 3) };
        expect(normalise(image, clipSpec)).toEqual(plainPlanes(image, normalise(levels, clipSpec)));
      }),
    );
  });
});

/** `toEqual` takes seconds for so many bytes. */
function same(one: RgbImage, other: RgbImage): void {
  expect([one.width, one.height]).toEqual([other.width, other.height]);
  expect(Buffer.compare(one.rgb, other.rgb)).toBe(0);
}

/** Black and white in stripes, where sums run over at either end. */
function extremes(width: number, height: number): RgbImage {
  const noise = pattern(width, height);
  return { ...noise, rgb: noise.rgb.map((level) => (level & 64 ? 255 : 0)) };
}
