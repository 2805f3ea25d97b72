import { describe, expect, it } from 'vitest';
import { pruneRows } from '../../../src-engine/reduction/dart/prune.ts';

/** Rows in a plane, by length and angle in degrees; the angles are away from the axes, so that sums follow lengths. */
function drawn(rows: readonly (readonly [length: number, degrees: number])[]) {
  const turn = Math.PI / 180;
  const flat = rows.flatMap(([length, degrees]) => [
    length * Math.cos(degrees * turn),
    length * Math.sin(degrees * turn),
  ]);
  const products = rows.flatMap(([a, from]) => rows.map(([b, to]) => a * b * Math.cos((to - from) * turn)));
  return { rows: Float32Array.from(flat), products: Float32Array.from(products) };
}

const kept = (rows: Parameters<typeof drawn>[0], tokens: number) => {
  const { rows: flat, products } = drawn(rows);
  return [...pruneRows(flat, products, tokens)];
};

const fan = [
  [1, 40],
  [1, 10],
  [9, 20],
  [8, 30],
  [1, 80],
  [7, 50],
  [1, 70],
  [6, 60],
  [1, 15],
] as const;

describe('pruneRows', () => {
  it('takes the four rows of largest norm first', () => {
    expect(kept(fan, 4)).toEqual([2, 3, 5, 7]);
    expect(kept(fan, 2)).toEqual([2, 3]);
    expect(kept(fan, 1)).toEqual([2]);
  });

  it('then lets every pivot keep its share of those that are least like it', () => {
    // Two more: of four pivots the second and the fourth keep one. Least like 30 degrees is 80; least like 60 is 10.
    expect(kept(fan, 6)).toEqual([1, 2, 3, 4, 5, 7]);
    // Of four more each keeps one: least like 20 is 80, like 30 then 70, like 50 then 10, like 60 then 15.
    expect(kept(fan, 8)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('keeps exactly as many as are asked for, up to all', () => {
    for (let tokens = 1; tokens <= fan.length; tokens += 1) expect(kept(fan, tokens)).toHaveLength(tokens);
  });

  it('takes the earlier of equal rows', () => {
    const same = new Array<readonly [number, number]>(9).fill([1, 45]);
    expect(kept(same, 6)).toEqual([0, 1, 2, 3, 4, 5]);
  });
});
