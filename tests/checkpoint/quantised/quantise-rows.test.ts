import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantiseRows } from '../../../src-engine/checkpoint/quantised/quantise-rows.ts';
import { dequantise } from './dequantise.ts';

interface Outcome {
  readonly codes: Uint8Array;
  readonly scales: Float32Array;
  readonly error: number;
  /** [rows, columns], without the filling. */
  readonly restored: Float32Array;
}

function quantise(values: Float32Array, columns: number, bits: 4 | 8): Outcome {
  const rows = values.length / columns;
  const blocks = Math.ceil(columns / 32);
  const codes = new Uint8Array(rows * blocks * 4 * bits);
  const scales = new Float32Array(rows * blocks);
  const error = quantiseRows(values, columns, bits, { codes, scales });
  const filled = dequantise(codes, scales, bits);
  const restored = Float32Array.from(values, (_, index) => {
    const row = Math.floor(index / columns);
    return filled[row * blocks * 32 + (index % columns)]!;
  });
  return { codes, scales, error, restored };
}

const squaredError = (a: Float32Array, b: ArrayLike<number>): number =>
  a.reduce((sum, value, index) => sum + (value - b[index]!) ** 2, 0);

/** What everybody does first: the largest magnitude becomes the largest code. */
function absmax(values: Float32Array, levels: number): Float32Array {
  const scale = Math.max(...values.map(Math.abs)) / levels;
  return values.map((value) => (scale === 0 ? 0 : Math.round(value / scale) * scale));
}

const weight = fc.float({ min: -8, max: 8, noNaN: true });
const block = fc.array(weight, { minLength: 32, maxLength: 32 }).map((values) => Float32Array.from(values));

describe('quantiseRows', () => {
  it('lays int8 out as MatMulNBits reads it: one byte a number, 128 for zero', () => {
    const values = Float32Array.from({ length: 32 }, (_, index) => [0, 127, -127, 1][index] ?? 0);
    const { codes, scales } = quantise(values, 32, 8);
    expect(scales).toEqual(Float32Array.of(1));
    expect([...codes.subarray(0, 5)]).toEqual([128, 255, 1, 129, 128]);
  });

  it('lays int4 out as MatMulNBits reads it: two numbers a byte, the first in the low half, 8 for zero', () => {
    const values = Float32Array.from({ length: 32 }, (_, index) => [-8, 7, 0, 1, 5, -5][index] ?? 0);
    const { codes, scales } = quantise(values, 32, 4);
    expect(scales).toEqual(Float32Array.of(1));
    expect([...codes.subarray(0, 4)]).toEqual([0xf0, 0x98, 0x3d, 0x88]);
  });

  it('turns the scale round where the extreme number is positive, as there are eight steps below zero and seven above', () => {
    const values = Float32Array.from({ length: 32 }, (_, index) => [8, -7, 1][index] ?? 0);
    const { codes, scales, restored } = quantise(values, 32, 4);
    expect(scales).toEqual(Float32Array.of(-1));
    expect(codes[0]).toBe(0xf0);
    expect(squaredError(values, restored)).toBe(0);
  });

  it('fills the last block of a row with zeros', () => {
    const { codes } = quantise(new Float32Array(40).fill(1), 40, 8);
    expect(codes.length).toBe(64);
    expect([...codes.subarray(40)]).toEqual(new Array(24).fill(128));
    const four = quantise(new Float32Array(40).fill(1), 40, 4);
    expect([...four.codes.subarray(20)]).toEqual(new Array(12).fill(0x88));
  });

  it('keeps zeros', () => {
    for (const bits of [4, 8] as const) {
      const { scales, restored, error } = quantise(new Float32Array(64), 32, bits);
      expect(scales).toEqual(new Float32Array(2));
      expect(restored.every((value) => value === 0)).toBe(true);
      expect(error).toBe(0);
    }
  });

  it('says with its error that a number is not finite', () => {
    for (const bits of [4, 8] as const) {
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
        const values = Float32Array.from({ length: 32 }, (_, index) => (index === 5 ? bad : 0.5));
        expect(Number.isFinite(quantise(values, 32, bits).error)).toBe(false);
      }
    }
  });

  it('int8: no number is off by more than half a step', () => {
    fc.assert(
      fc.property(block, (values) => {
        const { restored } = quantise(values, 32, 8);
        const step = Math.max(...values.map(Math.abs)) / 127;
        values.forEach((value, index) => {
          expect(Math.abs(value - restored[index]!)).toBeLessThanOrEqual(step * 0.500_01);
        });
      }),
    );
  });

  it('int4: never a larger squared error than the largest magnitude as the largest code', () => {
    fc.assert(
      fc.property(block, (values) => {
        const { restored } = quantise(values, 32, 4);
        const naive = squaredError(values, absmax(values, 7));
        expect(squaredError(values, restored)).toBeLessThanOrEqual(naive * 1.000_01 + 1e-12);
      }),
    );
  });

  it('int4: a quarter less squared error on numbers like trained weights', () => {
    let state = 1;
    const uniform = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
    const values = Float32Array.from({ length: 32 * 2000 }, normal);
    const { error } = quantise(values, 32, 4);
    let naive = 0;
    for (let from = 0; from < values.length; from += 32) {
      const part = values.slice(from, from + 32);
      naive += squaredError(part, absmax(part, 7));
    }
    expect(error / naive).toBeLessThan(0.75);
    expect(error / naive).toBeGreaterThan(0.6); // a smaller one would mean that the error is not counted rightly
  });

  it('returns the squared error that the codes leave', () => {
    fc.assert(
      fc.property(block, fc.constantFrom(4 as const, 8 as const), (values, bits) => {
        const { restored, error } = quantise(values, 32, bits);
        expect(error).toBeCloseTo(squaredError(values, restored), 5);
      }),
    );
  });

  it('gives the same codes every time, whatever came before', () => {
    const values = Float32Array.from({ length: 96 }, (_, index) => Math.sin(index));
    const first = quantise(values, 48, 4);
    quantise(
      values.map((value) => value * 3),
      32,
      4,
    );
    expect(quantise(values, 48, 4)).toEqual(first);
  });
});
