import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shuffledBatches } from '../../src-engine/calibration/image-set.ts';

describe('shuffledBatches', () => {
  it('visits every image once, in batches of nearly equal size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 40 }), (count, size) => {
        const batches = shuffledBatches(count, size);
        expect(batches.flat().toSorted((a, b) => a - b)).toEqual([...Array(count).keys()]);
        const sizes = batches.map(({ length }) => length);
        expect(Math.max(...sizes)).toBeLessThanOrEqual(size);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('mixes neighbours and does so the same way every time', () => {
    const [first, again] = [shuffledBatches(100, 10), shuffledBatches(100, 10)];
    expect(first).toEqual(again);
    const tens = first[0]!.map((image) => Math.floor(image / 10));
    expect(new Set(tens).size).toBeGreaterThan(4);
  });
});
