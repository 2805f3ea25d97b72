import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImageBackend } from '../../src-engine/engine.ts';
import type { ResizeFilter } from '../../src-engine/families/spec.ts';
import { crop, resize, resizeWindow } from '../../src-engine/vision/resize.ts';
import { makeTaps } from '../../src-engine/vision/taps.ts';
import resampled from '../fixtures/vision/resampled.json' with { type: 'json' };
import { pattern, resizeExpected, sizesOf } from './fixtures.ts';

const filters: readonly ResizeFilter[] = ['bilinear', 'bicubic', 'lanczos'];
const side = fc.integer({ min: 1, max: 40 });
const backends: readonly ImageBackend[] = ['torchvision', 'pil', 'pil-12'];
const anyHow = fc.record({ backend: fc.constantFrom(...backends), filter: fc.constantFrom(...filters) });

describe('resize equals Pillow 12.1 byte for byte', () => {
  it.each(resizeExpected)('$from to $to, $filter', ({ from, to, filter, sha256, rgb }) => {
    const out = resize(pattern(...from), ...to, { backend: 'pil-12', filter });
    if (rgb) expect(Array.from(out.rgb)).toEqual(rgb);
    expect(createHash('sha256').update(out.rgb).digest('hex')).toBe(sha256);
  });
});

/** Made by tools/golden/prepared.py with the versions that it names. */
describe.each(['torchvision', 'pil'] as const)('resize equals %s byte for byte', (backend) => {
  it.each(resampled.cases)('$from to $to, $filter', ({ from, to, filter, ...hashes }) => {
    const out = resize(pattern(...sizesOf(from)), ...sizesOf(to), { backend, filter: filterOf(filter) });
    expect(createHash('sha256').update(out.rgb).digest('hex').slice(0, 32)).toBe(hashes[backend]);
  });
});

function filterOf(name: string): ResizeFilter {
  return filters.find((filter) => filter === name)!;
}

describe('resize', () => {
  it('leaves an image of the right size alone, in a copy', () => {
    const image = pattern(6, 4);
    const out = resize(image, 6, 4, { backend: 'torchvision', filter: 'lanczos' });
    expect(out).toEqual(image);
    expect(out.rgb).not.toBe(image.rgb);
  });

  it('keeps a flat colour flat', () => {
    fc.assert(
      fc.property(
        side,
        side,
        side,
        side,
        fc.integer({ min: 0, max: 255 }),
        anyHow,
        (w, h, toW, toH, level, how) => {
          const flat = { width: w, height: h, rgb: new Uint8Array(w * h * 3).fill(level) };
          expect(resize(flat, toW, toH, how).rgb.every((v) => v === level)).toBe(true);
        },
      ),
    );
  });

  it('computes in a window what the whole image has there', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(side, side, side, side, anyHow, share, share, (w, h, width, height, how, right, down) => {
        const image = pattern(w, h);
        const x = Math.floor(right * (width - 1));
        const y = Math.floor(down * (height - 1));
        const window = { x, y, width: width - x, height: Math.ceil((height - y) / 2) };
        const part = resizeWindow(image, { width, height }, how, window);
        expect(part).toEqual(crop(resize(image, width, height, how), window));
      }),
    );
  });

  it.each(backends)('takes the centre of a very long strip without computing the rest: %s', (backend) => {
    const strip = { width: 1, height: 40_000, rgb: new Uint8Array(120_000).fill(9) };
    const size = { width: 336, height: 336 * 40_000 }; // 4.5 gigapixels as a whole
    const window = { x: 0, y: 20_000 * 336, width: 336, height: 336 };
    expect(resizeWindow(strip, size, { backend, filter: 'bicubic' }, window).rgb.every((v) => v === 9)).toBe(
      true,
    );
  });
});

describe('makeTaps', () => {
  it('weighs bilinear halving as 1, 3, 3, 1 eighths, cut at the edges', () => {
    const taps = makeTaps({ size: 6, to: 3, filter: 'bilinear', backend: 'pil' });
    expect(Array.from(taps.start)).toEqual([0, 1, 3]);
    expect(Array.from(taps.count)).toEqual([3, 4, 3]);
    const eighth = 2 ** 19;
    expect(Array.from(taps.weights.subarray(taps.stride, taps.stride + 4))).toEqual(
      [1, 3, 3, 1].map((n) => n * eighth),
    );
  });

  it('gives weights that sum to one within the rounding of each', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), side, anyHow, (size, to, how) => {
        const taps = makeTaps({ size, to, ...how });
        for (let i = 0; i < to; i++) {
          const row = taps.weights.subarray(i * taps.stride, (i + 1) * taps.stride);
          const sum = row.reduce((a, b) => a + b, 0);
          expect(Math.abs(sum - 2 ** taps.bits)).toBeLessThanOrEqual(taps.count[i]! / 2);
          expect(taps.start[i]! + taps.count[i]!).toBeLessThanOrEqual(size);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("keeps as many bits as fit 16 with torchvision's weights, of the whole axis", () => {
    const axis = { filter: 'bicubic', backend: 'torchvision' } as const;
    expect(makeTaps({ ...axis, size: 1, to: 14 }).bits).toBe(14); // a weight of 1
    expect(makeTaps({ ...axis, size: 84, to: 168 }).bits).toBe(14); // 1.09 at the edges,
    expect(makeTaps({ ...axis, size: 84, to: 168 }, 80, 4).bits).toBe(14); // though 0.87 here
    expect(makeTaps({ ...axis, size: 4000, to: 40 }).bits).toBe(21); // about a hundredth each
    expect(makeTaps({ ...axis, size: 1_000_000, to: 4 }).bits).toBe(22); // never more
  });
});
