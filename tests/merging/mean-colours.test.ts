import { describe, expect, it } from 'vitest';
import { meanColours, patchColours } from '../../src-engine/merging/mean-colours.ts';

const grid = { rows: 1, columns: 2 };
// 4 x 2 pixels; the left half is (10, 20, 30), the right one (50, 60, 70), the last pixel (90, 0, 110)
const left = [10, 20, 30];
const right = [50, 60, 70];
const data = Uint8Array.from([left, left, right, right, left, left, right, [90, 0, 110]].flat());
const pixels = { data, width: 4, height: 2, channels: 3 } as const;
const whole = { x: 0, y: 0, width: 4, height: 2 };

describe('meanColours', () => {
  it('averages the pixels of every group', () => {
    const colours = patchColours(pixels, whole, grid);
    expect(Array.from(meanColours(colours, Int32Array.of(0, 1), 2))).toEqual([10, 20, 30, 60, 45, 80]);
    expect(Array.from(meanColours(colours, Int32Array.of(0, 0), 1))).toEqual([35, 32, 55]); // 32.5 to even, clamped array
  });

  it('skips the alpha channel', () => {
    const rgba = Uint8ClampedArray.of(10, 20, 30, 255, 50, 60, 70, 0);
    const colours = patchColours(
      { data: rgba, width: 2, height: 1, channels: 4 },
      { ...whole, width: 2, height: 1 },
      grid,
    );
    expect(Array.from(meanColours(colours, Int32Array.of(1, 0), 2))).toEqual([50, 60, 70, 10, 20, 30]);
  });

  it('reads only the part of the picture that the view shows', () => {
    const colours = patchColours(pixels, { x: 2, y: 0, width: 2, height: 1 }, grid);
    expect(Array.from(colours.count)).toEqual([1, 1]);
    expect(Array.from(meanColours(colours, Int32Array.of(0, 0), 1))).toEqual([50, 60, 70]);
  });

  it('leaves padding out of a group and paints groups of padding black', () => {
    const padded = patchColours(pixels, { x: -4, y: 0, width: 8, height: 2 }, { rows: 1, columns: 4 });
    expect(Array.from(padded.count)).toEqual([0, 0, 4, 4]);
    expect(Array.from(meanColours(padded, Int32Array.of(0, 1, 0, 1), 2))).toEqual([10, 20, 30, 60, 45, 80]);
    expect(Array.from(meanColours(padded, Int32Array.of(0, 0, 1, 1), 2).subarray(0, 3))).toEqual([0, 0, 0]);
  });
});
