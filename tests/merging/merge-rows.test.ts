import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityPlan, planByCount, planByThreshold } from '../../src-engine/merging/merge-plan.ts';
import { mergeRows } from '../../src-engine/merging/merge-rows.ts';
import { composeOwner, identityOwner } from '../../src-engine/merging/owner-map.ts';
import { softMatching } from '../../src-engine/merging/soft-matching.ts';
import { prefixes, randomValues } from './synthetic.ts';

describe('mergeRows', () => {
  it('takes the mean weighted by size', () => {
    const rows = { hidden: Float32Array.of(1, 10, 4, 40, 7, 70), size: Float32Array.of(1, 2, 1) };
    expect(mergeRows(rows, { tokens: 2, position: Int32Array.of(1, 1, 0) })).toEqual({
      hidden: Float32Array.of(7, 70, 3, 30),
      size: Float32Array.of(1, 3),
    });
  });

  it.each([
    [0.98, [1, 2, 1, 2], [1, 1, 3, 2, 0, 3]],
    [0.95, [2, 2, 2], [0, 0, 2, 1, 1, 2]],
  ])('gives the sizes and owners of the worked example at threshold %f', (threshold, sizes, owners) => {
    const metric = Float32Array.of(1, 0, 1, 0, 0, 1, 0.6, 0.8, 0.8, 0.6, 0, 1);
    const plan = planByThreshold(softMatching(metric, 6, 0), 6, 0, threshold);
    expect(Array.from(mergeRows({ hidden: metric, size: new Float32Array(6).fill(1) }, plan).size)).toEqual(
      sizes,
    );
    expect(Array.from(composeOwner(identityOwner(6), plan, 0))).toEqual(owners);
  });

  it('returns untouched rows bit by bit', () => {
    const rows = { hidden: randomValues(5, 28), size: Float32Array.of(3, 1, 7, 11) };
    expect(mergeRows(rows, identityPlan(4))).toEqual(rows);
  });

  it('conserves the sizes and the size-weighted sum', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 30 }),
        prefixes,
        fc.nat(20),
        (seed, n, prefix, r) => {
          const size = randomValues(seed + 1, n).map((value) => 1 + Math.round(4 * Math.abs(value)));
          const rows = { hidden: randomValues(seed, n * 2), size };
          const merged = mergeRows(rows, planByCount(softMatching(rows.hidden, n, prefix), n, prefix, r));
          expect(sum(merged.size)).toBe(sum(size));
          const weighed = (hidden: Float32Array, sizes: Float32Array) =>
            sum(hidden.map((value, at) => value * sizes[at >> 1]!));
          expect(weighed(merged.hidden, merged.size)).toBeCloseTo(weighed(rows.hidden, size), 4);
        },
      ),
    );
  });
});

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
