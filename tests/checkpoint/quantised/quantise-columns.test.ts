import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnBytes, columnShape } from '../../../src-engine/checkpoint/quantised/column-format.ts';
import { quantiseColumns } from '../../../src-engine/checkpoint/quantised/quantise-columns.ts';
import { noise } from '../../support/noise.ts';

describe('quantiseColumns', () => {
  it('turns the matrix: output n of input k lies at k * N + n', () => {
    const into = { codes: new Int8Array(6), scales: new Float32Array(2) };
    quantiseColumns(Float32Array.of(127, -64, 0, 1, 2, -4), 0, { rows: 2, columns: 3 }, into);
    expect([...into.codes]).toEqual([127, 32, -64, 64, 0, -127]);
    expect([...into.scales]).toEqual([1, Math.fround(4 / 127)]);
  });

  it('is off by half a step at most, in whatever pieces it comes', () => {
    const sides = fc.record({
      rows: fc.integer({ min: 1, max: 9 }),
      columns: fc.integer({ min: 1, max: 70 }),
    });
    fc.assert(
      fc.property(sides, fc.integer(), fc.integer({ min: 1, max: 9 }), (shape, seed, piece) => {
        const values = noise(shape.rows * shape.columns, seed);
        const into = { codes: new Int8Array(values.length), scales: new Float32Array(shape.rows) };
        let error = 0;
        for (let row = 0; row < shape.rows; row += piece) {
          const part = values.subarray(row * shape.columns, (row + piece) * shape.columns);
          error += quantiseColumns(part, row, shape, into);
        }
        let expected = 0;
        values.forEach((value, index) => {
          const output = Math.floor(index / shape.columns);
          const step = into.scales[output]!;
          const off = value - step * into.codes[(index % shape.columns) * shape.rows + output]!;
          expect(Math.abs(off)).toBeLessThanOrEqual(step * 0.5001);
          expected += off ** 2;
        });
        expect(error).toBeCloseTo(expected, 6);
      }),
    );
  });

  it('keeps an output of zeros, and says where a number is not finite', () => {
    const into = { codes: new Int8Array(2), scales: new Float32Array(1) };
    expect(quantiseColumns(new Float32Array(2), 0, { rows: 1, columns: 2 }, into)).toBe(0);
    expect([...into.codes, ...into.scales]).toEqual([0, 0, 0]);
    const spoilt = quantiseColumns(Float32Array.of(1, Number.NaN), 0, { rows: 1, columns: 2 }, into);
    expect(Number.isFinite(spoilt)).toBe(false);
  });
});

describe('columnShape', () => {
  it('is for matrices only, a byte for a number and four for an output', () => {
    expect(() => columnShape([96])).toThrow(RangeError);
    expect(columnBytes(columnShape([96, 64]))).toBe(96 * 64 + 96 * 4);
  });
});
