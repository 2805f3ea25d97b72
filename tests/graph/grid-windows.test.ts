import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowPlaces } from '../../src-engine/graph/grid-windows.ts';

describe('windowPlaces', () => {
  it('shuts what lies beyond the edge of a grid that the windows do not fill', () => {
    const { patches, shut, places } = windowPlaces({ rows: 2, columns: 3 }, 2);
    expect([...patches]).toEqual([0, 1, 3, 4, 2, 2, 5, 2]);
    expect([...shut].map((value) => value < 0)).toEqual([
      false,
      false,
      false,
      false,
      false,
      true,
      false,
      true,
    ]);
    expect([...places]).toEqual([0, 1, 4, 2, 3, 6]);
  });

  it('gives every patch one open place, in the window of its row and column', () => {
    const side = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 4 }), (rows, columns, window) => {
        const { patches, shut, places } = windowPlaces({ rows, columns }, window);
        for (const [patch, place] of places.entries()) {
          expect(patches[place]).toBe(patch);
          expect(shut[place]).toBe(0);
        }
        expect(shut.filter((value) => value === 0)).toHaveLength(rows * columns);
        const windowOf = (patch: number) =>
          Math.floor(Math.floor(patch / columns) / window) * columns + Math.floor((patch % columns) / window);
        for (const [place, patch] of patches.entries())
          expect(windowOf(patch)).toBe(windowOf(patches[place - (place % window ** 2)] ?? -1));
      }),
    );
  });
});
