import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutPositions, stitchGrid } from '../../src-engine/vision/anyres-layout.ts';
import { decodeImage } from '../../src-engine/vision/decode.ts';
import { anyResExpected, visionFixture } from './fixtures.ts';

describe.each(Object.entries(anyResExpected))('the layout of %s', (name, expected) => {
  const { gridSide, layout, maxViews } = expected;
  const stitch = async () => {
    const image = await decodeImage({ kind: 'file', path: visionFixture(`anyres/${name}.png`) });
    return stitchGrid(image, layout.grid, gridSide, maxViews);
  };

  it('has the reference sizes', async () => {
    const { stitched, unpadded, out, shrunk } = await stitch();
    expect({ grid: layout.grid, stitched, unpadded, out, shrunk }).toEqual(layout);
  });

  it('puts positions on the same row exactly where the reference does', async () => {
    const positions = layoutPositions(await stitch(), gridSide);
    expect(positions.length).toBe(expected.u.length);
    const keys = positions.map((position, i) =>
      position.kind === 'newline'
        ? `newline ${i}`
        : `${position.view} ${expected.owner[position.view]?.[position.patch]}`,
    );
    const rowOfKey = new Map(keys.map((key, i) => [key, expected.u[i]]));
    expect(keys.map((key) => rowOfKey.get(key))).toEqual(expected.u);
    expect(new Set(rowOfKey.values()).size).toBe(rowOfKey.size);
  });
});

describe('stitchGrid', () => {
  it('cuts the same number of rows from both ends, so an odd padded row stays', () => {
    // 2 x 2 views of 24 rows; 420 * 48 / 640 = 31.5, so 31 of 48 rows count as filled and 17 as padding, 8 are cut on either side.
    const odd = stitchGrid({ width: 640, height: 420 }, [2, 2], 24);
    expect(odd).toMatchObject({ cut: { rows: 8, columns: 0 }, unpadded: [32, 48], out: [32, 48] });
    expect(stitchGrid({ width: 640, height: 427 }, [2, 2], 24).unpadded).toEqual([32, 48]);
    expect(stitchGrid({ width: 427, height: 640 }, [2, 2], 24).unpadded).toEqual([48, 32]);
  });

  it('counts a row that is full but for rounding', () => {
    // 49 * (1 / 49) is 0.9999999999999999 in doubles.
    expect(stitchGrid({ width: 49, height: 49 }, [1, 1], 1).unpadded).toEqual([1, 1]);
    expect(stitchGrid({ width: 98, height: 49 }, [2, 2], 1).unpadded).toEqual([2, 2]);
  });

  it('shrinks only beyond a tenth over the maximum', () => {
    expect(stitchGrid({ width: 1, height: 1 }, [3, 3], 27, 9)).toMatchObject({
      shrunk: false,
      out: [81, 81],
    });
    expect(stitchGrid({ width: 1, height: 1 }, [4, 4], 27, 9)).toMatchObject({ shrunk: true, out: [81, 81] });
    expect(stitchGrid({ width: 1, height: 1 }, [4, 4], 27)).toMatchObject({ shrunk: false, out: [108, 108] });
  });
});

describe('layoutPositions', () => {
  it('ends every grid row, and only those, with a newline, and stays inside the views', () => {
    const count = fc.integer({ min: 1, max: 4 });
    const pixels = fc.integer({ min: 1, max: 3000 });
    fc.assert(
      fc.property(
        count,
        count,
        pixels,
        pixels,
        fc.integer({ min: 1, max: 9 }),
        (rows, columns, width, height, side) => {
          const grid = stitchGrid({ width, height }, [rows, columns], side, 3);
          const positions = layoutPositions(grid, side);
          expect(positions.length).toBe(side ** 2 + grid.out[0] * (grid.out[1] + 1));
          positions.forEach((position, i) => {
            const column = (i - side ** 2) % (grid.out[1] + 1);
            expect(position.kind === 'newline').toBe(i >= side ** 2 && column === grid.out[1]);
            if (position.kind === 'newline') return;
            expect(position.patch).toBeLessThan(side ** 2);
            expect(position.view).toBeLessThanOrEqual(rows * columns);
          });
        },
      ),
    );
  });
});
