import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisTicks } from '../../src-engine/drawing/axis-ticks.ts';

describe('axisTicks', () => {
  it.each([
    [0, 256, 7, [0, 50, 100, 150, 200, 250, 300]],
    [0.5, 0.834, 5, [0.5, 0.6, 0.7, 0.8, 0.9]],
    [0.61, 0.68, 5, [0.6, 0.62, 0.64, 0.66, 0.68]],
    [0, 1, 5, [0, 0.25, 0.5, 0.75, 1]],
    [0, 576, 7, [0, 100, 200, 300, 400, 500, 600]],
  ])('from %d to %d, about %i of them', (from, to, wanted, ticks) => {
    expect(axisTicks(from, to, wanted)).toEqual(ticks);
  });

  it('rises, encloses the range and stays near the wanted number', () => {
    const range = fc.tuple(
      fc.double({ min: 0, max: 1000, noNaN: true }),
      fc.double({ min: 0.01, max: 1000, noNaN: true }),
    );
    fc.assert(
      fc.property(range, fc.integer({ min: 3, max: 10 }), ([from, length], wanted) => {
        const ticks = axisTicks(from, from + length, wanted);
        expect(ticks).toEqual([...new Set(ticks)].sort((a, b) => a - b));
        const slack = 1e-6 * (from + length);
        expect(ticks[0]).toBeLessThanOrEqual(from + slack);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(from + length - slack);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(wanted + 2);
      }),
    );
  });
});
