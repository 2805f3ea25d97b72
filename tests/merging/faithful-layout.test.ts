import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faithfulLayout, stitchedGrid } from '../../src-engine/merging/faithful-layout.ts';
import { newlineCell } from '../../src-engine/merging/image-layout.ts';
import { identityOwner } from '../../src-engine/merging/owner-map.ts';
import { unmergePlan } from '../../src-engine/merging/virtual-unmerging.ts';
import next from '../fixtures/merging/llava-next.json' with { type: 'json' };
import onevision from '../fixtures/merging/onevision.json' with { type: 'json' };
import shrink from '../fixtures/merging/onevision-shrink.json' with { type: 'json' };

type Golden = Pick<typeof next, 'patches' | 'layout' | 'imageSize'>;

function geometryOf({ patches, layout, imageSize }: Golden, maxViews?: number) {
  const [rows, columns] = layout.grid as [number, number];
  const [height, width] = imageSize as [number, number];
  return { gridSide: Math.sqrt(patches), crops: { rows, columns }, image: { width, height }, maxViews };
}

const goldens = [
  ['LLaVA-NeXT', next, geometryOf(next)],
  ['LLaVA-OneVision', onevision, geometryOf(onevision, 9)],
  ['LLaVA-OneVision shrunk', shrink, geometryOf(shrink, 9)],
] as const;

describe('stitchedGrid', () => {
  it.each(goldens)('cuts and shrinks as the models do for %s', (_, { layout }, geometry) => {
    const { rows, columns, outRows, outColumns } = stitchedGrid(geometry);
    expect([rows, columns]).toEqual(layout.unpadded);
    expect([outRows, outColumns]).toEqual(layout.out);
  });

  it('cuts as much on either side, rows of a wide image and columns of a tall one', () => {
    const crops = { rows: 2, columns: 2 };
    expect(stitchedGrid({ gridSide: 5, crops, image: { width: 186, height: 124 } })).toMatchObject({
      top: 2,
      left: 0,
      rows: 6, // 6.67 rows are filled, but padding is cut in pairs
      columns: 10,
    });
    expect(stitchedGrid({ gridSide: 5, crops, image: { width: 124, height: 186 } })).toMatchObject({
      top: 0,
      left: 2,
      rows: 10,
      columns: 6,
    });
  });

  it('counts a patch as filled where only rounding says otherwise', () => {
    expect(55 * (54 / 198)).toBeLessThan(15); // 14.999999999999998
    const grid = { gridSide: 27, crops: { rows: 2, columns: 2 }, image: { width: 198, height: 55 } };
    expect(stitchedGrid(grid)).toMatchObject({ top: 19, rows: 16 });
  });

  it('shrinks only where the grid exceeds its maximum by a tenth', () => {
    const wide = (columns: number) =>
      stitchedGrid({
        gridSide: 27,
        crops: { rows: 3, columns },
        image: { width: 300 * columns, height: 900 },
        maxViews: 9,
      });
    expect(wide(3)).toMatchObject({ outRows: 81, outColumns: 81 });
    expect(wide(4)).toMatchObject({ columns: 108, outRows: 70, outColumns: 93 }); // t = 1.1547
  });
});

describe('faithfulLayout', () => {
  it.each(goldens)('gives the map that the golden values hold for %s', (_, golden, geometry) => {
    for (const mode of Object.values(golden.modes)) {
      const views = mode.owners.map((owner, k) => ({
        rowOfCell: Int32Array.from(owner),
        rows: mode.tokens[k]!,
      }));
      const { u } = unmergePlan([{ kind: 'image', layout: faithfulLayout(geometry), views }]);
      expect(Array.from(u)).toEqual(mode.faithful);
    }
  });

  it('reads base patches, then rows of crops with a newline at the end', () => {
    const layout = faithfulLayout({
      gridSide: 2,
      crops: { rows: 1, columns: 2 },
      image: { width: 40, height: 20 },
    });
    expect(Array.from(layout.cells)).toEqual([
      0,
      1,
      2,
      3,
      4,
      5,
      8,
      9,
      newlineCell,
      6,
      7,
      10,
      11,
      newlineCell,
    ]);
  });

  it('is the unmerged model where nothing merges and nothing shrinks: every position its own row', () => {
    const side = fc.integer({ min: 20, max: 900 });
    const crop = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        crop,
        crop,
        side,
        side,
        (gridSide, rows, columns, width, height) => {
          const layout = faithfulLayout({ gridSide, crops: { rows, columns }, image: { width, height } });
          const rowOfCell = identityOwner(gridSide ** 2);
          const views = Array.from({ length: 1 + rows * columns }, () => ({
            rowOfCell,
            rows: rowOfCell.length,
          }));
          const { u } = unmergePlan([{ kind: 'image', layout, views }]);
          expect(u).toEqual(identityOwner(u.length));
        },
      ),
    );
  });
});
