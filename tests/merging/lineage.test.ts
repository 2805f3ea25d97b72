import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupsOf } from '../../src-engine/merging/groups.ts';
import { lineageOf } from '../../src-engine/merging/lineage.ts';
import { prefixes, randomOwners } from './synthetic.ts';

// 5 patches. Layer 0: 3 and 4 join. Layer 1: 1 joins 0. Layer 2: the pair 3, 4 joins 0, 1.
const owners = Int32Array.of(0, 1, 2, 3, 3, 0, 0, 1, 2, 2, 0, 0, 1, 0, 0);

describe('lineageOf', () => {
  it('tells at which layer every patch joined its final group', () => {
    expect(Array.from(lineageOf(owners, 5).joined)).toEqual([-1, 1, -1, 2, 2]);
  });

  it('lists the parts of a group in the order in which they joined', () => {
    const { events } = lineageOf(owners, 5);
    expect(events).toEqual([
      [
        { layer: 1, patches: Int32Array.of(1), score: undefined },
        { layer: 2, patches: Int32Array.of(3, 4), score: undefined },
      ],
      [],
    ]);
  });

  it('keeps parts apart that join at the same layer', () => {
    const { events } = lineageOf(Int32Array.of(0, 0, 0), 3);
    expect(events[0]!.map(({ patches }) => Array.from(patches))).toEqual([[1], [2]]);
  });

  it('gives the score of whichever side was the candidate', () => {
    const scores = new Float32Array(15).fill(NaN);
    scores[1 * 5 + 1] = 0.5; // patch 1 moved to patch 0
    scores[2 * 5 + 0] = 0.25; // the anchor's token moved to the pair
    scores[2 * 5 + 1] = 0.25;
    expect(lineageOf(owners, 5, scores).events[0]!.map(({ score }) => score)).toEqual([0.5, 0.25]);
  });

  it('stops at an earlier layer when given fewer rows', () => {
    const { joined, events } = lineageOf(owners.subarray(0, 10), 5);
    expect(Array.from(joined)).toEqual([-1, 1, -1, -1, 0]);
    expect(events).toHaveLength(3);
  });

  it('accounts for every patch of every group exactly once', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 36 }), prefixes, (seed, patches, prefix) => {
        const run = randomOwners(seed, patches, prefix, [0.4, 0.1, 0.3]);
        const { events } = lineageOf(Int32Array.from(run.owners.flatMap((owner) => [...owner])), patches);
        groupsOf(run.owners[2]!, run.counts[2]!).forEach((members, token) => {
          const joined = events[token]!.flatMap((event) => [...event.patches]);
          expect([members[0]!, ...joined].sort((a, b) => a - b)).toEqual([...members]);
        });
      }),
    );
  });
});
