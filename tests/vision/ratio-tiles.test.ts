import { describe, expect, it } from 'vitest';
import { ratioGrid } from '../../src-engine/vision/ratio-tiles.ts';

const rule = { kind: 'by-ratio', least: 1, most: 12 } as const;
const grid = (width: number, height: number, bounds = {}) =>
  ratioGrid({ width, height }, { ...rule, ...bounds }, 448);

/** Pixel values of many sizes are held against transformers in processors.test.ts. */
describe('ratioGrid', () => {
  it('takes the grid whose ratio is nearest, [rows, columns]', () => {
    expect(grid(1600, 800)).toEqual([2, 4]);
    expect(grid(800, 600)).toEqual([3, 4]);
    expect(grid(600, 800)).toEqual([4, 3]);
    expect(grid(5000, 400)).toEqual([1, 12]);
  });

  it('takes the larger of equal ratios only where the picture has half its pixels', () => {
    expect(grid(448, 448)).toEqual([0, 0]); // one tile is the whole alone
    expect(grid(640, 640)).toEqual([2, 2]); // 640² is just above half of 896²
    expect(grid(633, 633)).toEqual([0, 0]);
    expect(grid(896, 448)).toEqual([1, 2]);
  });

  it('stays within its bounds', () => {
    expect(grid(448, 448, { least: 2, most: 6 })).toEqual([2, 2]);
    expect(grid(3000, 3000, { most: 1 })).toEqual([0, 0]);
  });
});
