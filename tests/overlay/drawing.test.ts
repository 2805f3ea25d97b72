import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stripsOf } from '../../src-engine/overlay/drawing.ts';

describe('stripsOf', () => {
  it('joins patches of one token that lie side by side in a row', () => {
    expect(stripsOf(Int32Array.of(0, 0, 1, 0, 1, 1), { rows: 2, columns: 3 })).toEqual([
      { token: 0, row: 0, from: 0, to: 2 },
      { token: 1, row: 0, from: 2, to: 3 },
      { token: 0, row: 1, from: 0, to: 1 },
      { token: 1, row: 1, from: 1, to: 3 },
    ]);
  });

  it('covers every patch exactly once, with its own token', () => {
    const maps = fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
      .chain(([rows, columns]) =>
        fc.tuple(
          fc.constant({ rows, columns }),
          fc.array(fc.integer({ min: -1, max: 3 }), { minLength: rows * columns, maxLength: rows * columns }),
        ),
      );
    fc.assert(
      fc.property(maps, ([grid, owner]) => {
        const seen = new Array<number | null>(owner.length).fill(null);
        for (const { token, row, from, to } of stripsOf(Int32Array.from(owner), grid)) {
          for (let column = from; column < to; column += 1) {
            expect(seen[row * grid.columns + column]).toBeNull();
            seen[row * grid.columns + column] = token;
          }
        }
        expect(seen).toEqual(owner);
      }),
    );
  });
});
