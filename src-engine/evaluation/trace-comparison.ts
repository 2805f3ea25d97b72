/** Two models on the same path, in numbers: divergence, agreement, speed. Pure. */
import type { PrecisionResult } from '../engine.ts';
import { greedy } from '../language/sampling.ts';
import { divergence } from './divergence.ts';
import type { Trace } from './recorded-answer.ts';

/** Per generated position. */
export interface Difference {
  readonly divergence: number; // nats
  /** Whether both find the same token most probable. */
  readonly agrees: boolean;
}

export function compareTraces(reference: Trace, other: Trace): readonly Difference[] {
  return reference.logits.map((expected, position) => {
    const got = other.logits[position] ?? new Float32Array(0);
    const best = (logits: Float32Array): number => greedy(logits, expected.length);
    return { divergence: divergence(expected, got), agrees: best(expected) === best(got) };
  });
}

/** Mean and largest divergence, and the share of positions that agree. */
export function summarise(
  differences: readonly Difference[],
): Pick<PrecisionResult, 'divergence' | 'agreement'> {
  const count = Math.max(1, differences.length);
  const sum = differences.reduce((total, difference) => total + difference.divergence, 0);
  const agreed = differences.filter(({ agrees }) => agrees).length;
  return {
    divergence: {
      mean: sum / count,
      max: differences.reduce((largest, difference) => Math.max(largest, difference.divergence), 0),
    },
    agreement: agreed / count,
  };
}

/** From the median step, which one slow moment of the machine does not move; 0 where there was none. */
export function tokensPerSecond(stepMs: readonly number[]): number {
  const median = [...stepMs].sort((a, b) => a - b)[Math.floor(stepMs.length / 2)];
  return median === undefined || median === 0 ? 0 : 1000 / median;
}
