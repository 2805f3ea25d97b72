import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flatLayout, newlineCell } from '../../src-engine/merging/image-layout.ts';
import { identityOwner } from '../../src-engine/merging/owner-map.ts';
import {
  unmergePlan,
  withoutUnmerging,
  type PromptSegment,
  type ViewRows,
} from '../../src-engine/merging/virtual-unmerging.ts';
import { prefixes, randomOwners } from './synthetic.ts';
import next from '../fixtures/merging/llava-next.json' with { type: 'json' };
import onevision from '../fixtures/merging/onevision.json' with { type: 'json' };
import shrink from '../fixtures/merging/onevision-shrink.json' with { type: 'json' };

const view = (...owner: number[]): ViewRows => ({
  rowOfCell: Int32Array.from(owner),
  rows: Math.max(...owner) + 1,
});

const oneImage: PromptSegment[] = [
  { kind: 'text', count: 2 },
  { kind: 'image', layout: flatLayout(1, 4), views: [view(1, 0, 1, 1)] },
  { kind: 'text', count: 1 },
];

describe('unmergePlan', () => {
  it('points every position of the image at the token that owns its patch', () => {
    const plan = unmergePlan(oneImage);
    expect(Array.from(plan.u)).toEqual([0, 1, 3, 2, 3, 3, 4]);
    expect(plan.rows).toEqual([
      { kind: 'text', index: 0 },
      { kind: 'text', index: 1 },
      { kind: 'token', image: 0, view: 0, token: 0 },
      { kind: 'token', image: 0, view: 0, token: 1 },
      { kind: 'text', index: 2 },
    ]);
    expect(plan.inverseCount).toEqual(Float32Array.of(1, 1, 1, 1 / 3, 1));
  });

  it('is the identity where nothing merged', () => {
    const plan = unmergePlan([
      { kind: 'text', count: 3 },
      {
        kind: 'image',
        layout: flatLayout(2, 9),
        views: [view(...identityOwner(9)), view(...identityOwner(9))],
      },
    ]);
    expect(plan.u).toEqual(identityOwner(21));
    expect(plan.inverseCount).toEqual(new Float32Array(21).fill(1));
  });

  it('takes several images with text between them', () => {
    const image = (...owner: number[]): PromptSegment => ({
      kind: 'image',
      layout: flatLayout(1, owner.length),
      views: [view(...owner)],
    });
    const plan = unmergePlan([
      image(0, 0),
      { kind: 'text', count: 1 },
      image(1, 0, 1),
      { kind: 'text', count: 1 },
    ]);
    expect(Array.from(plan.u)).toEqual([0, 0, 1, 3, 2, 3, 4]);
    expect(plan.rows.at(-2)).toEqual({ kind: 'token', image: 1, view: 0, token: 1 });
    expect(plan.rows.at(-1)).toEqual({ kind: 'text', index: 1 });
  });

  it('gives every newline position a row of its own', () => {
    const plan = unmergePlan([
      {
        kind: 'image',
        layout: { cells: Int32Array.of(0, 1, newlineCell, 2, 3, newlineCell), rowOrder: 'appearance' },
        views: [view(1, 1, 1, 0)],
      },
    ]);
    expect(Array.from(plan.u)).toEqual([0, 0, 1, 0, 2, 3]);
    expect(plan.rows.map(({ kind }) => kind)).toEqual(['token', 'newline', 'token', 'newline']);
  });

  it('drops tokens that serve no position and renumbers the rest', () => {
    const views = [view(2, 1, 0, 3)];
    const cells = Int32Array.of(3, 0, newlineCell);
    const inTowerOrder = unmergePlan([{ kind: 'image', layout: { cells, rowOrder: 'tower' }, views }]);
    expect(Array.from(inTowerOrder.u)).toEqual([1, 0, 2]);
    expect(inTowerOrder.rows[0]).toEqual({ kind: 'token', image: 0, view: 0, token: 2 });
    const inLayoutOrder = unmergePlan([{ kind: 'image', layout: { cells, rowOrder: 'appearance' }, views }]);
    expect(Array.from(inLayoutOrder.u)).toEqual([0, 1, 2]);
    expect(inLayoutOrder.rows[0]).toEqual({ kind: 'token', image: 0, view: 0, token: 3 });
  });

  it('refuses a layout that points outside its views', () => {
    const outside = (cell: number) => () =>
      unmergePlan([
        { kind: 'image', layout: { cells: Int32Array.of(cell), rowOrder: 'tower' }, views: [view(0, 0, 1)] },
      ]);
    expect(outside(2)).not.toThrow();
    expect(outside(3)).toThrow('No row stands at cell 3 of an image of 1 views with 3 cells.');
    expect(outside(-2)).toThrow(RangeError);
  });

  it('brings every row back from its positions', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 49 }), prefixes, (seed, patches, prefix) => {
        const { owners, counts } = randomOwners(seed, patches, prefix, [0.5, 0.2]);
        const plan = unmergePlan([
          { kind: 'text', count: 3 },
          {
            kind: 'image',
            layout: flatLayout(1, patches),
            views: [{ rowOfCell: owners[1]!, rows: counts[1]! }],
          },
          { kind: 'text', count: 2 },
        ]);
        const values = plan.rows.map((_, row) => row * 3 + 1);
        const sums = values.map(() => 0);
        for (const row of plan.u) sums[row]! += values[row]!; // gather, then scatter-add
        sums.forEach((total, row) => expect(total * plan.inverseCount[row]!).toBeCloseTo(values[row]!, 3));
      }),
    );
  });

  it.each([
    ['LLaVA-NeXT', next],
    ['LLaVA-OneVision', onevision],
    ['LLaVA-OneVision with many crops', shrink],
  ])('reproduces the flat map of the reference for %s', (_, golden) => {
    for (const mode of Object.values(golden.modes)) {
      const views = mode.owners.map((owner, k) => ({
        rowOfCell: Int32Array.from(owner),
        rows: mode.tokens[k]!,
      }));
      const plan = unmergePlan([{ kind: 'image', layout: flatLayout(golden.views, golden.patches), views }]);
      expect(Array.from(plan.u)).toEqual(mode.flat);
    }
  });
});

describe('withoutUnmerging', () => {
  it('keeps the rows in order, one position each', () => {
    const plan = unmergePlan(oneImage);
    const sequence = withoutUnmerging(plan);
    expect(sequence.rows).toEqual(plan.rows);
    expect(sequence.u).toEqual(identityOwner(5));
    expect(sequence.inverseCount).toEqual(new Float32Array(5).fill(1));
  });
});
