/** Answers with chosen times, for the tests of what is said about them. */
import type { AnswerResult, AnswerTimings } from '../../src-engine/engine.ts';
import { compareRuns, type Comparison } from '../../src-engine/report/comparison.ts';

export interface RunFacts {
  readonly text?: string;
  readonly tokens?: number;
  readonly times?: Partial<AnswerTimings>;
  readonly disturbedBy?: readonly string[];
}

/** Every stage takes 10 ms unless said; of 256 tokens 86 are left unless said. */
export function run({
  text = 'A star.',
  tokens = 86,
  times = {},
  disturbedBy = [],
}: RunFacts = {}): AnswerResult {
  return {
    text,
    tokens: [5, 2],
    stopped: 'eos',
    decoding: { kind: 'greedy', settings: [] },
    promptTokens: 264,
    visualTokens: tokens,
    fullVisualTokens: 256,
    timings: {
      imageDecodeMs: 6,
      prepareMs: 4,
      preprocessMs: 10,
      encodeMs: 10,
      projectMs: 10,
      prefillMs: 10,
      firstTokenMs: 10,
      decodeMs: 10,
      tokensPerSecond: 10,
      ...times,
    },
    theory: { encode: 1, prefill: 1 },
    peakMemoryBytes: 200_000_000,
    device: 'cpu',
    precision: 'fp32',
    disturbedBy,
  };
}

/** One run of each, or several that differ in nothing but `encodeMs`. */
export function comparison(full: RunFacts, reduced: RunFacts, encodeMs?: Encodes): Comparison {
  const runs = (facts: RunFacts, times: readonly number[] | undefined): AnswerResult[] =>
    times === undefined
      ? [run(facts)]
      : times.map((ms) =>
          run({ ...facts, times: { projectMs: 0, prefillMs: 0, ...facts.times, encodeMs: ms } }),
        );
  return compareRuns(runs({ tokens: 256, ...full }, encodeMs?.full), runs(reduced, encodeMs?.reduced));
}

export interface Encodes {
  readonly full: readonly number[]; // ms
  readonly reduced: readonly number[];
}
