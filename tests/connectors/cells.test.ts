import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellCount, distinctCells, patchesOfCells, type Cells } from '../../src-engine/connectors/cells.ts';
import { joinedSquares } from '../../src-engine/connectors/joined-squares.ts';
import { flatLayout } from '../../src-engine/merging/image-layout.ts';
import { identityOwner } from '../../src-engine/merging/owner-map.ts';
import { unmergePlan } from '../../src-engine/merging/virtual-unmerging.ts';
import { joiningSpec } from '../support/specs.ts';

const grids = fc
  .record({
    down: fc.integer({ min: 1, max: 5 }),
    across: fc.integer({ min: 1, max: 5 }),
    square: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ down, across, square }): Cells => ({
    grid: { rows: down * square, columns: across * square },
    square,
  }));

const patchesOf = ({ grid }: Cells): number => grid.rows * grid.columns;
const squareOf = (side: number, square: number): Cells => ({ grid: { rows: side, columns: side }, square });

/** A view after merging: an owner of every patch, every token owning at least one. */
const merged = grids.chain((cells) =>
  fc.array(fc.nat({ max: 5 }), { minLength: patchesOf(cells), maxLength: patchesOf(cells) }).map((drawn) => {
    const names = [...new Set(drawn)];
    return {
      cells,
      owner: Int32Array.from(drawn, (token) => names.indexOf(token)),
      tokens: names.length,
    };
  }),
);

const unchanged = (features: Float32Array) => Promise.resolve(features);

/** What the unmerged model joins: for every cell the features of its patches. */
function plain(features: Float32Array, width: number, cells: Cells): number[] {
  return [...patchesOfCells(cells)].flatMap((patch) => [
    ...features.subarray(patch * width, (patch + 1) * width),
  ]);
}

describe('patchesOfCells', () => {
  it('takes cells row by row, and the patches of each row by row', () => {
    expect([...patchesOfCells(squareOf(4, 2))]).toEqual([
      0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15,
    ]);
  });

  it('takes the cells of a grid that is no square row by row, too', () => {
    expect([...patchesOfCells({ grid: { rows: 2, columns: 4 }, square: 2 })]).toEqual([
      0, 1, 4, 5, 2, 3, 6, 7,
    ]);
  });

  it('has every patch once', () => {
    fc.assert(
      fc.property(grids, (cells) => {
        const patches = [...patchesOfCells(cells)].sort((a, b) => a - b);
        expect(patches).toEqual([...identityOwner(patchesOf(cells))]);
      }),
    );
  });
});

describe('distinctCells', () => {
  it('names equal cells once, in the order in which they appear', () => {
    const owner = Int32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 1, 1, 0, 0);
    const { rowOfCell, rows, tokens } = distinctCells(squareOf(4, 2), owner);
    expect([...rowOfCell]).toEqual([0, 0, 1, 0]);
    expect(rows).toBe(2);
    expect([...tokens]).toEqual([0, 0, 0, 0, 1, 2, 1, 1]);
  });

  it('tells the same tokens at other places of the square apart', () => {
    const owner = Int32Array.of(0, 1, 1, 0, 2, 2, 2, 2, 0, 1, 0, 1, 2, 2, 2, 2);
    expect([...distinctCells(squareOf(4, 2), owner).rowOfCell]).toEqual([0, 1, 0, 0]);
  });

  it('has as many rows as cells where nothing is merged, in their order', () => {
    fc.assert(
      fc.property(grids, (cells) => {
        const { rowOfCell, rows } = distinctCells(cells, identityOwner(patchesOf(cells)));
        expect(rows).toBe(cellCount(cells));
        expect([...rowOfCell]).toEqual([...identityOwner(rows)]);
      }),
    );
  });

  it('is the owner map where a cell is a patch', () => {
    fc.assert(
      fc.property(merged, ({ owner }) => {
        const side = Math.floor(Math.sqrt(owner.length));
        const { rowOfCell, tokens } = distinctCells(squareOf(side, 1), owner.slice(0, side * side));
        expect([...rowOfCell.map((row) => tokens[row] ?? -1)]).toEqual([...owner.slice(0, side * side)]);
      }),
    );
  });

  it('refuses a patch that nobody holds', () => {
    expect(() => distinctCells(squareOf(2, 2), Int32Array.of(0, 0, -1, 0))).toThrow(RangeError);
  });
});

describe('joinedSquares', () => {
  it('gives what the unmerged model joins, bit for bit, where nothing is merged', async () => {
    await fc.assert(
      fc.asyncProperty(grids, fc.integer({ min: 1, max: 3 }), async (cells, width) => {
        const patches = patchesOf(cells);
        const features = Float32Array.from({ length: patches * width }, (_, index) => Math.sin(index));
        const view = await joinedSquares.connect(
          { features, tokens: patches, grid: cells.grid, owner: identityOwner(patches) },
          unchanged,
          joiningSpec(cells, width),
        );
        expect([...view.projected]).toEqual(plain(features, width, cells));
      }),
    );
  });

  it('puts at every cell what the model would join from its patches with their tokens features', async () => {
    await fc.assert(
      fc.asyncProperty(merged, fc.integer({ min: 1, max: 3 }), async ({ cells, owner, tokens }, width) => {
        const features = Float32Array.from({ length: tokens * width }, (_, index) => Math.cos(index));
        const spec = joiningSpec(cells, width);
        const view = await joinedSquares.connect(
          { features, tokens, grid: cells.grid, owner },
          unchanged,
          spec,
        );
        const unmerged = Float32Array.from(
          [...owner].flatMap((t) => [...features.subarray(t * width, (t + 1) * width)]),
        );
        const inside = cells.square ** 2 * width;
        const { u } = unmergePlan([
          { kind: 'image', layout: flatLayout(1, cellCount(cells)), views: [view] },
        ]);
        const seen = [...u].flatMap((row) => [...view.projected.subarray(row * inside, (row + 1) * inside)]);
        expect(seen).toEqual(plain(unmerged, width, cells));
        const distinct = new Set(
          Array.from({ length: view.rows }, (_, row) =>
            view.projected.subarray(row * inside, (row + 1) * inside).join(),
          ),
        );
        expect(distinct.size).toBe(view.rows);
      }),
    );
  });

  it('is pointed at by virtual unmerging: cells, not patches, are positions', async () => {
    const owner = Int32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 1, 1, 0, 0); // 4 x 4 patches, 3 tokens
    const features = Float32Array.of(5, 6, 7);
    const spec = joiningSpec(squareOf(4, 2), 1);
    const view = await joinedSquares.connect({ features, tokens: 3, owner }, unchanged, spec);
    expect([...view.projected]).toEqual([5, 5, 5, 5, 6, 7, 6, 6]);
    const plan = unmergePlan([{ kind: 'image', layout: flatLayout(1, 4), views: [view] }]);
    expect([...plan.u]).toEqual([0, 0, 1, 0]);
    expect([...plan.inverseCount]).toEqual([Math.fround(1 / 3), 1]);
  });

  it('takes no tokens that keep places of their own', async () => {
    const view = {
      features: Float32Array.of(1),
      tokens: 1,
      owner: Int32Array.of(0),
      anchor: Int32Array.of(0),
    };
    const spec = joiningSpec(squareOf(1, 1), 1);
    await expect(joinedSquares.connect(view, unchanged, spec)).rejects.toThrow(RangeError);
  });
});
