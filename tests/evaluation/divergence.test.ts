import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divergence } from '../../src-engine/evaluation/divergence.ts';

const logits = fc
  .array(fc.float({ min: -50, max: 50, noNaN: true }), { minLength: 8, maxLength: 8 })
  .map((values) => Float32Array.from(values));

describe('divergence', () => {
  it('is what the formula gives: p = (1/2, 1/2), q = (1/4, 3/4)', () => {
    const expected = 0.5 * Math.log(0.5 / 0.25) + 0.5 * Math.log(0.5 / 0.75);
    expect(divergence(Float32Array.of(0, 0), Float32Array.of(0, Math.log(3)))).toBeCloseTo(expected, 7);
  });

  it('takes the first distribution as the truth', () => {
    const sure = Float32Array.of(10, 0);
    const unsure = Float32Array.of(0, 0);
    expect(divergence(sure, unsure)).toBeCloseTo(Math.log(2), 2);
    expect(divergence(unsure, sure)).toBeCloseTo(5 - Math.log(2), 2);
  });

  it('is never negative, zero for equal logits, and blind to a shift of all of them', () => {
    fc.assert(
      fc.property(logits, logits, (a, b) => {
        expect(divergence(a, b)).toBeGreaterThanOrEqual(0);
        expect(divergence(a, a)).toBe(0);
        expect(
          divergence(
            a.map((value) => value + 8),
            b,
          ),
        ).toBeCloseTo(divergence(a, b), 3);
      }),
    );
  });

  it('stands logits that overflow exp', () => {
    expect(divergence(Float32Array.of(5000, 0), Float32Array.of(5000, 0))).toBe(0);
  });
});
