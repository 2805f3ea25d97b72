import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  largestGroups,
  patchTints,
  tintGroups,
  tintPalette,
  untinted,
} from '../../src-engine/merging/group-colours.ts';
import { groupsOf, neighbours } from '../../src-engine/merging/groups.ts';
import { tokenCount } from '../../src-engine/merging/owner-map.ts';
import { randomOwners } from './synthetic.ts';

const grid = { rows: 8, columns: 8 };
const budgets = fc.tuple(fc.integer(), fc.double({ min: -0.3, max: 0.9, noNaN: true }));

/** Owner maps of two layers of a 8 x 8 view: the second one merges on. */
function twoSteps(seed: number, threshold: number): [Int32Array, Int32Array] {
  const { owners } = randomOwners(seed, 64, 0, [threshold, threshold, threshold]);
  return [owners[1]!, owners[2]!];
}

describe('tintGroups', () => {
  it('tints the largest groups only, and none that is small', () => {
    const owner = Int32Array.of(0, 0, 0, 1, 1, 1, 1, 2, 2);
    const tints = tintGroups(owner, 3, { rows: 3, columns: 3 }, { count: 1 });
    expect(tints[1]).toBeGreaterThanOrEqual(0);
    expect([tints[0], tints[2]]).toEqual([untinted, untinted]);
    expect(tintGroups(owner, 3, { rows: 3, columns: 3 })[2]).toBe(untinted);
  });

  it('never gives one tint to groups that touch', () => {
    fc.assert(
      fc.property(budgets, ([seed, threshold]) => {
        for (const owner of twoSteps(seed, threshold)) {
          const tokens = tokenCount(owner);
          const tints = tintGroups(owner, tokens, grid, { count: 64, fewestPatches: 1 });
          neighbours(owner, tokens, grid).forEach((others, token) => {
            for (const other of others)
              if (tints[token] !== untinted) expect(tints[other]).not.toBe(tints[token]);
          });
        }
      }),
    );
  });

  it('gives every tinted group a tint of its own while the palette suffices', () => {
    fc.assert(
      fc.property(budgets, ([seed, threshold]) => {
        const [owner] = twoSteps(seed, threshold);
        const used = Array.from(tintGroups(owner, tokenCount(owner), grid)).filter(
          (tint) => tint !== untinted,
        );
        expect(new Set(used).size).toBe(used.length);
        expect(used.length).toBeLessThanOrEqual(tintPalette.length);
      }),
    );
  });

  it('keeps the tint of every group that stays as it is, in both directions', () => {
    fc.assert(
      fc.property(budgets, fc.boolean(), ([seed, threshold], backwards) => {
        const steps = twoSteps(seed, threshold);
        const [before, after] = backwards ? steps.toReversed() : steps;
        const shown = tintGroups(before!, tokenCount(before!), grid);
        const next = tintGroups(after!, tokenCount(after!), grid, { previous: patchTints(before!, shown) });
        const earlier = groupsOf(before!, tokenCount(before!)).map(String);
        groupsOf(after!, tokenCount(after!)).forEach((patches, token) => {
          const was = earlier.indexOf(String(patches));
          const tintedTwice = was >= 0 && shown[was] !== untinted && next[token] !== untinted;
          if (tintedTwice) expect(next[token]).toBe(shown[was]);
        });
      }),
    );
  });

  it('lets a grown group inherit the tint of most of its patches', () => {
    const previous = Int8Array.of(4, 4, 4, 2, 2, untinted);
    const tints = tintGroups(new Int32Array(6), 1, { rows: 2, columns: 3 }, { previous });
    expect(Array.from(tints)).toEqual([4]);
  });

  it('gives the tint of a split group to its largest part', () => {
    const owner = Int32Array.of(1, 1, 1, 0, 0, 0, 0, 0, 0);
    const tints = tintGroups(owner, 2, { rows: 3, columns: 3 }, { previous: new Int8Array(9).fill(5) });
    expect(tints[0]).toBe(5);
    expect(tints[1]).not.toBe(5);
    expect(tints[1]).not.toBe(untinted);
  });

  it('depends on nothing but the groups where nothing was shown before', () => {
    const [owner] = twoSteps(3, 0.2);
    const renumbered = owner.map((token) => tokenCount(owner) - 1 - token);
    const tints = tintGroups(owner, tokenCount(owner), grid);
    const again = tintGroups(renumbered, tokenCount(owner), grid);
    expect(patchTints(renumbered, again)).toEqual(patchTints(owner, tints));
    expect(new Set(tints).size).toBeGreaterThan(3);
  });
});

describe('largestGroups', () => {
  it('orders by size, equal ones by their first patch', () => {
    expect(largestGroups(Int32Array.of(2, 0, 0, 2, 1, 1, 1), 3, 2)).toEqual([1, 2]);
  });
});
