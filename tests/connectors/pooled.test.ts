import { describe, expect, it } from 'vitest';
import { pooledPlace } from '../../src-engine/connectors/pooled.ts';

describe('pooledPlace', () => {
  it('pools a frame to half its side, rounded up, by bilinear interpolation at pixel centres', () => {
    const frame = Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8); // 3 x 3 -> 2 x 2
    const { layout, views } = pooledPlace([frame], { kind: 'frames', side: 2 }, 3, 1);
    expect(Array.from(views[0]!.projected)).toEqual([1, 2.5, 5.5, 7]);
    expect(Array.from(layout.cells)).toEqual([0, 1, 2, 3, -1]);
  });

  it('shrinks the window of the stitched crops and closes every row with a newline', () => {
    // S = 2, one row of two crops: a 2 x 4 grid shrunk to 1 x 2.
    const base = Float32Array.of(9, 9, 9, 9);
    const left = Float32Array.of(0, 1, 4, 5);
    const right = Float32Array.of(2, 3, 6, 7);
    const grid = { top: 0, left: 0, rows: 2, columns: 4, outRows: 1, outColumns: 2 };
    const { layout, views } = pooledPlace(
      [base, left, right],
      { kind: 'grid', columnsOfCrops: 2, grid },
      2,
      1,
    );
    expect(Array.from(views[0]!.projected)).toEqual([9, 9, 9, 9, 2.5, 4.5]);
    expect(Array.from(layout.cells)).toEqual([0, 1, 2, 3, 4, 5, -1]);
  });
});
