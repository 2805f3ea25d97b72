import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  composeOwner,
  dropped,
  droppedPatches,
  groupSizes,
  identityOwner,
  lastOwner,
  ownerAfter,
  ownerProblem,
  tokenCount,
} from '../../src-engine/merging/owner-map.ts';
import { outlines } from '../../src-engine/merging/groups.ts';
import { lineageOf } from '../../src-engine/merging/lineage.ts';
import { meanColours } from '../../src-engine/merging/mean-colours.ts';
import { prefixes, randomOwners } from './synthetic.ts';

describe('composeOwner', () => {
  it('follows every patch to its new token', () => {
    const plan = { tokens: 4, position: Int32Array.of(1, 1, 3, 2, 0, 3) };
    expect(Array.from(composeOwner(identityOwner(6), plan, 0))).toEqual([1, 1, 3, 2, 0, 3]);
    expect(Array.from(composeOwner(Int32Array.of(4, 4, 0, 1), plan, 0))).toEqual([0, 0, 1, 1]);
  });

  it('does not count the class token', () => {
    const plan = { tokens: 3, position: Int32Array.of(0, 1, 1, 2) };
    expect(Array.from(composeOwner(identityOwner(3), plan, 1))).toEqual([0, 0, 1]);
  });
});

describe('owner maps through the layers', () => {
  const runs = fc.tuple(
    fc.integer(),
    fc.integer({ min: 1, max: 49 }),
    prefixes,
    fc.array(fc.double({ min: -0.5, max: 1.1, noNaN: true }), { minLength: 1, maxLength: 6 }),
  );

  it('keep their invariants, and counts never rise', () => {
    fc.assert(
      fc.property(runs, ([seed, patches, prefix, thresholds]) => {
        const { owners, counts } = randomOwners(seed, patches, prefix, thresholds);
        owners.forEach((owner, layer) => {
          const tokens = counts[layer]!;
          expect(ownerProblem(owner, tokens)).toBeUndefined();
          expect(tokenCount(owner)).toBe(tokens);
          expect(groupSizes(owner, tokens).reduce((a, b) => a + b)).toBe(patches);
          expect(tokens).toBeLessThanOrEqual(counts[layer - 1] ?? patches);
        });
      }),
    );
  });

  it('stay the identity while every threshold is off', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 49 }), prefixes, (seed, patches, prefix) => {
        const { owners } = randomOwners(seed, patches, prefix, [1, 1.5, Infinity]);
        for (const owner of owners) expect(owner).toEqual(identityOwner(patches));
      }),
    );
  });

  it('never part patches once they share a token', () => {
    fc.assert(
      fc.property(runs, ([seed, patches, prefix, thresholds]) => {
        const { owners } = randomOwners(seed, patches, prefix, thresholds);
        owners.slice(1).forEach((owner, before) => {
          const earlier = owners[before]!;
          const moved = new Map<number, number>();
          earlier.forEach((token, patch) => {
            expect(owner[patch]).toBe(moved.get(token) ?? owner[patch]);
            moved.set(token, owner[patch]!);
          });
        });
      }),
    );
  });
});

describe('ownerProblem', () => {
  it('names a patch whose token does not exist', () => {
    expect(ownerProblem(Int32Array.of(0, 2, 1), 2)).toBe('patch 1 belongs to token 2, outside 0..1');
    expect(ownerProblem(Int32Array.of(0, -2), 1)).toBe('patch 1 belongs to token -2, outside 0..0');
  });

  it('names a token without patches', () => {
    expect(ownerProblem(Int32Array.of(0, 2, 2), 3)).toBe('token 1 of 3 owns no patch');
  });
});

describe('patches that no token holds', () => {
  const owners = Int32Array.of(0, 1, 2, 3, 0, dropped, 1, dropped);

  it('count for no token', () => {
    expect([...groupSizes(lastOwner(owners, 4), 2)]).toEqual([1, 1]);
    expect(droppedPatches(lastOwner(owners, 4))).toBe(2);
    expect(ownerProblem(lastOwner(owners, 4), 2)).toBeUndefined();
  });

  it('are there before the layer that drops them', () => {
    expect([...ownerAfter(owners, 4, 0)]).toEqual([0, 1, 2, 3]);
    expect([...ownerAfter(owners, 4, 1)]).toEqual([0, 1, 2, 3]);
    expect(ownerAfter(owners, 4, 2)).toEqual(lastOwner(owners, 4));
  });

  it('have no lineage, are lined off from tokens, and give no colour', () => {
    expect([...lineageOf(owners, 4).joined]).toEqual([-1, -1, -1, -1]);
    expect(outlines(lastOwner(owners, 4), { rows: 2, columns: 2 })).toHaveLength(2);
    const sum = Float64Array.of(9, 9, 9, 200, 200, 200, 30, 30, 30, 200, 200, 200);
    const colours = { sum, count: Int32Array.of(1, 1, 1, 1) };
    expect([...meanColours(colours, lastOwner(owners, 4), 2)]).toEqual([9, 9, 9, 30, 30, 30]);
  });
});
