import { describe, expect, it } from 'vitest';
import type { Trace } from '../../src-engine/evaluation/recorded-answer.ts';
import { compareTraces, summarise, tokensPerSecond } from '../../src-engine/evaluation/trace-comparison.ts';

function trace(...logits: readonly (readonly number[])[]): Trace {
  return {
    input: {
      tokenIds: [],
      imageRows: new Float32Array(0),
      order: [],
      u: new Int32Array(0),
      inverseCount: new Float32Array(0),
    },
    room: { positions: 8 },
    tokens: [],
    logits: logits.map((row) => Float32Array.from(row)),
    stepMs: [],
  };
}

describe('compareTraces and summarise', () => {
  it('compare position by position', () => {
    const reference = trace([0, 0, 3], [1, 0, 0], [0, 2, 0], [5, 5, 0]);
    const other = trace([0, 0, 3], [0, 1, 0], [0, 2, 0], [5, 5, 0]);
    const differences = compareTraces(reference, other);
    expect(differences.map(({ agrees }) => agrees)).toEqual([true, false, true, true]);
    const { divergence, agreement } = summarise(differences);
    expect(agreement).toBe(0.75);
    // p = softmax(1, 0, 0), q = softmax(0, 1, 0): the sum is p0 - p1 = (e - 1) / (e + 2).
    expect(divergence.max).toBeCloseTo((Math.E - 1) / (Math.E + 2), 6);
    expect(divergence.mean).toBeCloseTo(divergence.max / 4, 10);
  });

  it('finds nothing between a trace and itself', () => {
    const reference = trace([0, 1], [1, 0]);
    expect(summarise(compareTraces(reference, reference))).toEqual({
      divergence: { mean: 0, max: 0 },
      agreement: 1,
    });
  });
});

describe('tokensPerSecond', () => {
  it('goes by the median step', () => {
    expect(tokensPerSecond([5, 4, 900])).toBe(200);
  });

  it('is 0 where there was no step', () => {
    expect(tokensPerSecond([])).toBe(0);
  });
});
