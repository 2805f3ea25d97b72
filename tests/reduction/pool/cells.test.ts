import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupMeans } from '../../../src-engine/reduction/group-rows.ts';
import { gridCells } from '../../../src-engine/reduction/pool/cells.ts';

const square = (side: number) => ({ rows: side, columns: side });

describe('gridCells', () => {
  it('cuts 5 x 5 patches into 7 cells: three bands of 2, 2 and 3', () => {
    const { owner, size } = gridCells(square(5), 7);
    expect([...owner]).toEqual([0, 0, 1, 1, 1, 2, 2, 3, 3, 3, 2, 2, 3, 3, 3, 4, 5, 5, 6, 6, 4, 5, 5, 6, 6]);
    expect([...size]).toEqual([2, 3, 4, 6, 2, 4, 4]);
  });

  it('gives every patch one cell and every cell a rectangle, whatever their numbers', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 27 }),
        fc.integer({ min: 1, max: 27 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (down, side, share) => {
          const cells = 1 + Math.round(share * (down * side - 1));
          const { owner, size } = gridCells({ rows: down, columns: side }, cells);
          expect(size.reduce((sum, one) => sum + one, 0)).toBe(down * side);
          for (let cell = 0; cell < cells; cell += 1) {
            const patches = [...owner.keys()].filter((patch) => owner[patch] === cell);
            const rows = new Set(patches.map((patch) => Math.floor(patch / side)));
            const columns = new Set(patches.map((patch) => patch % side));
            expect(patches).toHaveLength(size[cell] ?? 0);
            expect(rows.size * columns.size).toBe(patches.length);
          }
        },
      ),
    );
  });

  it('is the grid of k x k average pooling where k x k cells divide it', () => {
    const side = 12;
    const features = Float32Array.from({ length: side * side }, (_, patch) => Math.sin(patch));
    for (const k of [2, 3, 4, 6]) {
      const cells = side / k;
      const { owner, size } = gridCells(square(side), cells * cells);
      const means = groupMeans(features, owner, size);
      for (let cell = 0; cell < cells * cells; cell += 1) {
        let sum = 0;
        for (let y = 0; y < k; y += 1) {
          for (let x = 0; x < k; x += 1) {
            sum += features[(Math.floor(cell / cells) * k + y) * side + (cell % cells) * k + x] ?? Number.NaN;
          }
        }
        expect(means[cell]).toBeCloseTo(sum / (k * k), 6);
      }
    }
  });

  it('leaves every patch a cell of its own where there are as many', () => {
    const { owner, size } = gridCells(square(6), 36);
    expect([...owner]).toEqual([...owner.keys()]);
    expect(new Set(size)).toEqual(new Set([1]));
  });
});
