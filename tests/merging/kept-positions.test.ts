import { describe, expect, it } from 'vitest';
import { faithfulLayout } from '../../src-engine/merging/faithful-layout.ts';
import { flatLayout, newlineCell, placesOf } from '../../src-engine/merging/image-layout.ts';
import { keptPlan } from '../../src-engine/merging/kept-positions.ts';
import { pooledVideoLayout } from '../../src-engine/merging/video-layout.ts';

const view = (owner: readonly number[], ...anchor: readonly number[]) => ({
  rowOfCell: Int32Array.from(owner),
  anchor: Int32Array.from(anchor),
  rows: anchor.length,
});

describe('keptPlan', () => {
  it('leaves text and tokens where the full prompt has them', () => {
    const plan = keptPlan([
      { kind: 'text', count: 2 },
      { kind: 'image', layout: flatLayout(1, 6), views: [view([0, 1, 0, 0, 1, 2], 2, 4, 5)] },
      { kind: 'text', count: 1 },
    ]);
    expect([...plan.positions]).toEqual([0, 1, 4, 6, 7, 8]);
    expect(plan.length).toBe(9);
    expect(plan.rows.map(({ kind }) => kind)).toEqual(['text', 'text', 'token', 'token', 'token', 'text']);
  });

  it('lets a token whose anchor is cut away take its first patch that is not, and leaves out what is cut whole', () => {
    const layout = { cells: Int32Array.of(1, 2, newlineCell), rowOrder: 'appearance' } as const;
    const plan = keptPlan([{ kind: 'image', layout, views: [view([0, 1, 0, 2], 0, 1, 3)] }]);
    expect(plan.rows).toEqual([
      { kind: 'token', image: 0, view: 0, token: 1 },
      { kind: 'token', image: 0, view: 0, token: 0 },
      { kind: 'newline', image: 0 },
    ]);
    expect([...plan.positions]).toEqual([0, 1, 2]);
  });

  it('leaves out a token of a later view that is cut whole, and does not give it a place of the view before', () => {
    const layout = { cells: Int32Array.of(0, 1, 3), rowOrder: 'appearance' } as const; // patch 0 of view 1 is cut away
    const views = [view([0, 1], 0, 1), view([0, 1], 0, 1)];
    const plan = keptPlan([{ kind: 'image', layout, views }]);
    expect(plan.rows).toEqual([
      { kind: 'token', image: 0, view: 0, token: 0 },
      { kind: 'token', image: 0, view: 0, token: 1 },
      { kind: 'token', image: 0, view: 1, token: 1 },
    ]);
    expect([...plan.positions]).toEqual([0, 1, 2]);
  });

  it('puts two tokens of one shrunken cell at one position, in their order', () => {
    const layout = pooledVideoLayout(1, 4); // 2 x 2 cells and a newline
    const plan = keptPlan([{ kind: 'image', layout, views: [view([0, 1, -1, 2, -1, -1, -1, -1], 0, 1, 3)] }]);
    expect([...plan.positions]).toEqual([0, 0, 1, 4]);
  });
});

describe('placesOf', () => {
  it('is the inverse of a layout that shows every patch', () => {
    const layout = faithfulLayout({
      gridSide: 2,
      crops: { rows: 1, columns: 2 },
      image: { width: 40, height: 20 },
    });
    const places = placesOf(layout, 12);
    places.forEach((place, patch) => expect(layout.cells[place]).toBe(patch));
  });

  it('counts every patch of a shrunken grid to the cell that it lies in', () => {
    const geometry = {
      gridSide: 4,
      crops: { rows: 2, columns: 2 },
      image: { width: 64, height: 64 },
      maxViews: 1,
    };
    const layout = faithfulLayout(geometry); // 8 x 8 patches in 4 x 4 cells
    const places = placesOf(layout, 5 * 16);
    expect([...places.subarray(0, 16)]).toEqual([...places.subarray(0, 16).keys()]);
    expect([...places.subarray(16, 32)]).toEqual([
      16, 16, 17, 17, 16, 16, 17, 17, 21, 21, 22, 22, 21, 21, 22, 22,
    ]);
    const cells = layout.cells.subarray(16);
    cells.forEach((patch, cell) => {
      if (patch !== newlineCell) expect(places[patch]).toBe(16 + cell);
    });
  });
});
