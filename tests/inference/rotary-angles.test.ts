import { describe, expect, it } from 'vitest';
import { rotaryTables } from '../../src-engine/graph/rotary.ts';
import { rotaryAngles } from '../../src-engine/inference/rotary-angles.ts';

const spec = { headDim: 4, ropeTheta: 10_000 };
const table = rotaryTables(3000, spec.headDim, spec.ropeTheta);

describe('rotaryAngles', () => {
  it('are the first rows of one table, which grows without a change of what was there', () => {
    const angles = rotaryAngles(spec);
    for (const rows of [1, 700, 2500, 3]) {
      const { cos, sin } = angles(rows);
      expect(cos.dims).toEqual([rows, 2]);
      expect(cos.data).toEqual(table.cos.subarray(0, rows * 2));
      expect(sin.data).toEqual(table.sin.subarray(0, rows * 2));
    }
  });

  it('are those of the places where rows stand, and of one after the other behind them', () => {
    const places = { positions: Int32Array.of(0, 5, 2000), next: 2010 };
    const { cos, sin } = rotaryAngles(spec)(5, places);
    for (const [row, position] of [0, 5, 2000, 2010, 2011].entries())
      for (const pair of [0, 1]) {
        expect(cos.data[2 * row + pair]).toBe(table.cos[2 * position + pair]);
        expect(sin.data[2 * row + pair]).toBe(table.sin[2 * position + pair]);
      }
  });
});
