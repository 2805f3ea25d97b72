import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largestGroups, tintGroups, tintPalette, untinted } from '../../src-engine/merging/group-colours.ts';
import { leastDistance, rgbOf, seenColour } from '../../src-engine/merging/colour-vision.ts';
import { neighbours } from '../../src-engine/merging/groups.ts';
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

  it('depends on nothing but the groups: not on how tokens are numbered', () => {
    const [owner] = twoSteps(3, 0.2);
    const renumbered = owner.map((token) => tokenCount(owner) - 1 - token);
    const tints = tintGroups(owner, tokenCount(owner), grid);
    const again = tintGroups(renumbered, tokenCount(owner), grid);
    const ofPatches = (map: Int32Array, of: Int8Array) => Array.from(map, (token) => of[token]);
    expect(ofPatches(renumbered, again)).toEqual(ofPatches(owner, tints));
    expect(new Set(tints).size).toBeGreaterThan(3);
  });

  it('keeps away from the colours of the picture, as far as any tint of the palette does', () => {
    const seen = tintPalette.map((hex) => seenColour(rgbOf(hex)));
    fc.assert(
      fc.property(fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)), (mean) => {
        const means = Uint8ClampedArray.from(mean);
        const [tint = untinted] = tintGroups(new Int32Array(64), 1, grid, { means });
        const distances = seen.map((colour) => leastDistance(colour, seenColour(mean)));
        expect(distances[tint]).toBeGreaterThanOrEqual(
          Math.min(0.18, ...distances.toSorted((a, b) => b - a).slice(0, 1)),
        );
      }),
    );
    const blue = tintGroups(new Int32Array(64), 1, grid, {
      means: Uint8ClampedArray.from(rgbOf(tintPalette[0])),
    });
    expect(blue[0]).not.toBe(0);
  });

  it('are told apart with every kind of colour vision', () => {
    const seen = tintPalette.map((hex) => seenColour(rgbOf(hex)));
    seen.forEach((one, i) =>
      seen.slice(i + 1).forEach((other) => expect(leastDistance(one, other)).toBeGreaterThan(0.07)),
    );
    fc.assert(
      fc.property(budgets, ([seed, threshold]) => {
        const [owner] = twoSteps(seed, threshold);
        const used = [...tintGroups(owner, tokenCount(owner), grid, { count: 4 })].filter(
          (tint) => tint !== untinted,
        );
        used.forEach((one, i) =>
          used.slice(i + 1).forEach((other) => {
            const [a, b] = [seen[one], seen[other]];
            if (a === undefined || b === undefined) throw new Error('no such tint');
            expect(leastDistance(a, b)).toBeGreaterThan(0.09);
          }),
        );
      }),
    );
  });
});

describe('largestGroups', () => {
  it('orders by size, equal ones by their first patch', () => {
    expect(largestGroups(Int32Array.of(2, 0, 0, 2, 1, 1, 1), 3, 2)).toEqual([1, 2]);
  });
});
