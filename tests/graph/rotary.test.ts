import { describe, expect, it } from 'vitest';
import { rotaryTables } from '../../src-engine/graph/rotary.ts';

describe('rotaryTables', () => {
  it('starts every pair at angle 0 and turns the first pair by one radian a position', () => {
    const { cos, sin } = rotaryTables(3, 4, 10_000);
    expect(Array.from(cos.subarray(0, 2))).toEqual([1, 1]);
    expect(Array.from(sin.subarray(0, 2))).toEqual([0, 0]);
    expect(cos[2]).toBeCloseTo(Math.cos(1), 6);
    expect(sin[4]).toBeCloseTo(Math.sin(2), 6);
  });

  it('turns the second of two pairs by theta ** -1/2', () => {
    const { cos } = rotaryTables(2, 4, 10_000);
    expect(cos[3]).toBeCloseTo(Math.cos(0.01), 6);
  });
});
