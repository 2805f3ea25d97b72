import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchRows } from '../../src-engine/merging/row-matching.ts';

/** Inner products of rows in a plane, by length and angle in degrees. */
function productsOf(rows: readonly (readonly [length: number, degrees: number])[]): Float32Array {
  return Float32Array.from(
    rows.flatMap(([a, from]) => rows.map(([b, to]) => a * b * Math.cos(((to - from) * Math.PI) / 180))),
  );
}

const ofAngles = (...degrees: readonly number[]) => productsOf(degrees.map((angle) => [1, angle]));

describe('matchRows', () => {
  it('joins rows above the threshold and leaves the others, numbered as they first appear', () => {
    // Even places look at odd ones: 0 finds 1 (5 degrees), 90 finds 80 (10 degrees).
    const { rowOfCell, size } = matchRows(ofAngles(0, 5, 90, 80), Math.cos((11 * Math.PI) / 180));
    expect([...rowOfCell]).toEqual([0, 0, 1, 1]);
    expect([...size]).toEqual([2, 2]);
    const strict = matchRows(ofAngles(0, 5, 90, 80), Math.cos((7 * Math.PI) / 180));
    expect([...strict.rowOfCell]).toEqual([0, 0, 1, 2]);
    expect([...strict.size]).toEqual([2, 1, 1]);
  });

  it('goes on with the means, in the order of their first cells, until nothing joins', () => {
    // Round 1: 0 and 4, 2 and 6 (4 degrees each). Round 2: their means, at 2 and 4 degrees.
    const { rowOfCell } = matchRows(ofAngles(0, 4, 2, 6), Math.cos((4.1 * Math.PI) / 180));
    expect([...rowOfCell]).toEqual([0, 0, 0, 0]);
  });

  it('joins means of unequal lengths as the means lie', () => {
    // A row of length 9 at 0 degrees and one of length 1 at 60 have a mean near 5 degrees, 15 from the row at 20.
    const apart = productsOf([
      [9, 0],
      [1, 60],
      [1, 20],
    ]);
    const { rowOfCell } = matchRows(apart, 0.49);
    expect([...rowOfCell]).toEqual([0, 0, 0]);
  });

  it('takes the earlier of equal partners, and lets a row of zeros resemble nothing', () => {
    expect([...matchRows(ofAngles(0, 0, 90, 0), 0.5).rowOfCell]).toEqual([0, 0, 1, 2]);
    const zeros = productsOf([
      [0, 0],
      [1, 0],
    ]);
    expect([...matchRows(zeros, 0.1).rowOfCell]).toEqual([0, 1]);
  });

  it('is off from 1 upwards, whatever rounding does to a cosine', () => {
    expect(matchRows(ofAngles(0, 0, 0, 0), 1).size.length).toBe(4);
    expect(matchRows(ofAngles(0, 0, 0, 0), 0.9999).size.length).toBe(1);
    expect(matchRows(new Float32Array(1), 0).size.length).toBe(1);
  });

  it('gives every cell a row, numbered without gaps, and sizes that sum to the cells', () => {
    const rows = fc.array(
      fc.tuple(fc.double({ min: 0.1, max: 9, noNaN: true }), fc.integer({ min: 0, max: 359 })),
      {
        minLength: 1,
        maxLength: 24,
      },
    );
    fc.assert(
      fc.property(rows, fc.double({ min: 0, max: 1, noNaN: true }), (drawn, threshold) => {
        const { rowOfCell, size } = matchRows(productsOf(drawn), threshold);
        expect(new Set(rowOfCell)).toEqual(new Set(size.keys()));
        expect(size.reduce((sum, cells) => sum + cells, 0)).toBe(drawn.length);
        const firsts = [...size.keys()].map((row) => rowOfCell.indexOf(row));
        expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
      }),
    );
  });
});
