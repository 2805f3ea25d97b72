import { describe, expect, it } from 'vitest';
import type { RopeScaling } from '../../src-engine/families/spec.ts';
import { rotaryFrequencies, rotaryTables } from '../../src-engine/graph/rotary.ts';
import reference from '../fixtures/graph/rotary.json' with { type: 'json' };

/** The reference's parameters (kept in the fixture) in our words; dynamic scaling changes nothing within the context. */
const scalings: Readonly<Record<keyof typeof reference.cases, RopeScaling | undefined>> = {
  default: undefined,
  dynamic: undefined,
  linear: { kind: 'linear', factor: 4 },
  llama3: {
    kind: 'llama3',
    factor: 8,
    lowFrequencyFactor: 1,
    highFrequencyFactor: 4,
    originalPositions: 8192,
  },
};
const cases = [
  ['default', reference.cases.default, scalings.default],
  ['dynamic', reference.cases.dynamic, scalings.dynamic],
  ['linear', reference.cases.linear, scalings.linear],
  ['llama3', reference.cases.llama3, scalings.llama3],
] as const;

describe('rotary scaling', () => {
  it.each(cases)(
    '%s turns every pair as fast as transformers does',
    (_, { headDim, theta, frequencies }, scaling) => {
      const ours = rotaryFrequencies(headDim, theta, scaling);
      expect(ours).toHaveLength(frequencies.length);
      for (const [pair, expected] of frequencies.entries()) {
        expect(Math.abs(ours[pair]! / expected - 1)).toBeLessThanOrEqual(2 ** -22); // two units in the last place
      }
    },
  );

  it.each(cases)(
    '%s gives the cosines and sines of transformers',
    (_, { headDim, theta, cos, sin }, scaling) => {
      const tables = rotaryTables(101, headDim, theta, scaling);
      for (const [row, position] of reference.positions.entries()) {
        for (let pair = 0; pair < headDim / 2; pair += 1) {
          const at = (position * headDim) / 2 + pair;
          expect(Math.abs(tables.cos[at]! - cos[row]![pair]!)).toBeLessThanOrEqual(2e-5);
          expect(Math.abs(tables.sin[at]! - sin[row]![pair]!)).toBeLessThanOrEqual(2e-5);
        }
      }
    },
  );

  it('has long, short and middle wavelengths in the llama3 case', () => {
    const plain = rotaryFrequencies(64, 500_000);
    const ratios = Array.from(
      rotaryFrequencies(64, 500_000, scalings.llama3),
      (value, pair) => plain[pair]! / value,
    );
    expect(ratios.filter((ratio) => ratio === 1).length).toBe(15);
    expect(ratios.filter((ratio) => ratio > 1 && ratio < 8).length).toBe(3);
    expect(ratios.filter((ratio) => ratio === 8).length).toBe(14);
  });
});

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
