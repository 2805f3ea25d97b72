import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  groupAnchors,
  groupOutline,
  groupsOf,
  neighbours,
  outlines,
} from '../../src-engine/merging/groups.ts';
import { randomOwners } from './synthetic.ts';

// 0 0 1
// 2 0 1
// 2 2 0   the last patch lies apart from its group
const owner = Int32Array.of(0, 0, 1, 2, 0, 1, 2, 2, 0);
const grid = { rows: 3, columns: 3 };

describe('groupsOf', () => {
  it('lists the patches of every token', () => {
    expect(groupsOf(owner, 3).map((patches) => Array.from(patches))).toEqual([
      [0, 1, 4, 8],
      [2, 5],
      [3, 6, 7],
    ]);
  });
});

describe('groupAnchors', () => {
  it('gives the lowest patch of every token', () => {
    expect(Array.from(groupAnchors(owner, 3))).toEqual([0, 2, 3]);
  });
});

describe('neighbours', () => {
  it('are tokens that share a side, not a corner', () => {
    const touching = neighbours(Int32Array.of(0, 1, 2, 3), 4, { rows: 2, columns: 2 });
    expect(touching.map((others) => [...others].sort())).toEqual([
      [1, 2],
      [0, 3],
      [0, 3],
      [1, 2],
    ]);
  });

  it('count every part of a scattered group', () => {
    expect([...neighbours(owner, 3, grid)[0]!].sort()).toEqual([1, 2]);
    expect([...neighbours(owner, 3, grid)[1]!]).toEqual([0]);
  });
});

describe('outlines', () => {
  it('are straight segments between different owners, joined where they continue', () => {
    expect(outlines(owner, grid)).toEqual([
      { from: [0, 1], to: [1, 1] },
      { from: [1, 2], to: [3, 2] },
      { from: [1, 1], to: [1, 2] },
      { from: [2, 0], to: [2, 3] },
    ]);
  });

  it('vanish where everything is one group', () => {
    expect(outlines(new Int32Array(9), grid)).toEqual([]);
  });

  it('cover exactly the sides between different owners', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        (seed, rows, columns) => {
          const { owners } = randomOwners(seed, rows * columns, 0, [0.3]);
          const map = owners[0]!;
          let sides = 0;
          map.forEach((token, patch) => {
            if (patch % columns < columns - 1 && map[patch + 1] !== token) sides++;
            if (patch + columns < map.length && map[patch + columns] !== token) sides++;
          });
          const length = outlines(map, { rows, columns }).reduce(
            (sum, { from, to }) => sum + to[0] - from[0] + to[1] - from[1],
            0,
          );
          expect(length).toBe(sides);
        },
      ),
    );
  });
});

describe('groupOutline', () => {
  it('goes around every part of the group, along the border too', () => {
    const around = groupOutline(owner, grid, 1);
    expect(around).toEqual([
      { from: [2, 0], to: [3, 0] },
      { from: [2, 2], to: [3, 2] },
      { from: [2, 0], to: [2, 2] },
      { from: [3, 0], to: [3, 2] },
    ]);
    expect(groupOutline(owner, grid, 0)).toContainEqual({ from: [3, 2], to: [3, 3] });
  });
});
