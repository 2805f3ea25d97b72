import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSampler, greedy, sample } from '../../src-engine/language/sampling.ts';
import { thrown } from './thrown.ts';

const row = fc
  .array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 40 })
  .map((values) => Float32Array.from(values));

describe('greedy', () => {
  it('takes the largest logit', () => {
    expect(greedy(Float32Array.of(-3, 2, 1.5), 3)).toBe(1);
  });

  it('takes the lowest id among equals', () => {
    expect(greedy(Float32Array.of(1, 7, 7, 7), 4)).toBe(1);
  });

  it('never takes a row beyond the tokenizer', () => {
    expect(greedy(Float32Array.of(1, 2, 99), 2)).toBe(1);
  });

  it('skips what is not a number', () => {
    expect(greedy(Float32Array.of(Number.NaN, -5, Number.NaN), 3)).toBe(1);
  });

  it.each([Number.NaN, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY])(
    'refuses scores of %d',
    (value) => {
      const refusal = thrown(() => greedy(Float32Array.of(value, value), 2));
      expect(refusal.code).toBe('bad-checkpoint');
      expect(refusal.message).toContain('gives no usable scores');
    },
  );
});

describe('sample', () => {
  const logits = Float32Array.of(Math.log(0.1), Math.log(0.5), Math.log(0.3), Math.log(0.1));
  const at = (draw: number, topP: number, temperature = 1): number =>
    sample(logits, { size: 4, temperature, topP, draw });

  it('gives every id its share of the draws', () => {
    expect([0, 0.49, 0.51, 0.79, 0.81, 0.89, 0.91, 0.999].map((draw) => at(draw, 1))).toEqual([
      1, 1, 2, 2, 0, 0, 3, 3,
    ]);
  });

  it('keeps the smallest set that reaches top-p', () => {
    expect([0, 0.6, 0.64, 0.999].map((draw) => at(draw, 0.79))).toEqual([1, 1, 2, 2]);
    expect([0, 0.5, 0.999].map((draw) => at(draw, 0.4))).toEqual([1, 1, 1]);
  });

  it('sharpens at a low temperature and flattens at a high one', () => {
    expect(at(0.99, 1, 0.1)).toBe(1);
    expect([0.1, 0.4, 0.6, 0.9].map((draw) => at(draw, 1, 100))).toEqual([1, 2, 0, 3]);
  });

  it('draws only from the set that a full sort would keep', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
    const temperature = fc.double({ min: 0.2, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        row,
        unit,
        temperature,
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        (values, draw, heat, topP) => {
          const id = sample(values, { size: values.length, temperature: heat, topP, draw });
          const weights = Array.from(values, (value) => Math.exp((value - Math.max(...values)) / heat));
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          const above = weights.filter(
            (weight, j) => weight > weights[id]! || (weight === weights[id] && j < id),
          );
          const mass = above.reduce((sum, weight) => sum + weight, 0);
          expect(mass).toBeLessThan(topP * total + 1e-9);
        },
      ),
    );
  });

  it('never takes a row beyond the tokenizer', () => {
    fc.assert(
      fc.property(row, fc.integer({ min: 1, max: 40 }), fc.integer(), (values, size, seed) => {
        const next = createSampler({ kind: 'sample', temperature: 2, topP: 1, seed }, size);
        for (let i = 0; i < 5; i++) expect(next(values)).toBeLessThan(Math.min(size, values.length));
      }),
    );
  });
});

describe('createSampler', () => {
  const flat = new Float32Array(50);

  it('repeats itself with the same seed only', () => {
    const draws = (seed: number): number[] => {
      const next = createSampler({ kind: 'sample', temperature: 1, topP: 1, seed }, 50);
      return Array.from({ length: 20 }, () => next(flat));
    };
    expect(draws(7)).toEqual(draws(7));
    expect(draws(7)).not.toEqual(draws(8));
    expect(new Set(draws(7)).size).toBeGreaterThan(10);
  });

  it.each([0, -1, Number.NaN, 1000])('refuses the temperature %d', (temperature) => {
    const refusal = thrown(() => createSampler({ kind: 'sample', temperature, topP: 1, seed: 1 }, 50));
    expect(refusal).toEqual({
      code: 'bad-input',
      message: `The temperature is ${temperature}; give a number above 0 and up to 100.`,
    });
  });

  it.each([0, 1.1, Number.NaN])('refuses a top-p of %d', (topP) => {
    const refusal = thrown(() => createSampler({ kind: 'sample', temperature: 1, topP, seed: 1 }, 50));
    expect(refusal).toEqual({
      code: 'bad-input',
      message: `Top-p is ${topP}; give a number above 0 and up to 1.`,
    });
  });
});
