/** Comparisons with chosen times, for the tests of what is said about them. */
import type { AnswerResult, AnswerTimings } from '../../src-engine/engine.ts';
import type { Comparison, Measured, Spread, Spreads } from '../../src-engine/cli/measure.ts';

export interface Side {
  readonly text?: string;
  readonly tokens?: number;
  readonly times?: Partial<Record<keyof AnswerTimings, number | readonly [number, number, number]>>; // median, min, max
}

/** `sooner`: the share of pairs in which merging won; what the medians say unless given. */
export function comparison(full: Side, merged: Side, repeats = 1, sooner?: number): Comparison {
  const sides = { full: measured({ tokens: 256, ...full }), merged: measured({ tokens: 86, ...merged }) };
  const won = sides.merged.spreads.firstTokenMs.median < sides.full.spreads.firstTokenMs.median ? 1 : 0;
  return { ...sides, repeats, sooner: sooner ?? won };
}

function measured(side: Side): Measured {
  const spreadOf = (field: keyof AnswerTimings): Spread => {
    const value = side.times?.[field] ?? 10;
    return typeof value === 'number'
      ? { median: value, min: value, max: value }
      : { median: value[0], min: value[1], max: value[2] };
  };
  const spreads: Spreads = {
    preprocessMs: spreadOf('preprocessMs'),
    encodeMs: spreadOf('encodeMs'),
    projectMs: spreadOf('projectMs'),
    prefillMs: spreadOf('prefillMs'),
    firstTokenMs: spreadOf('firstTokenMs'),
    decodeMs: spreadOf('decodeMs'),
    tokensPerSecond: spreadOf('tokensPerSecond'),
  };
  const timings: AnswerTimings = {
    preprocessMs: spreads.preprocessMs.median,
    encodeMs: spreads.encodeMs.median,
    projectMs: spreads.projectMs.median,
    prefillMs: spreads.prefillMs.median,
    firstTokenMs: spreads.firstTokenMs.median,
    decodeMs: spreads.decodeMs.median,
    tokensPerSecond: spreads.tokensPerSecond.median,
  };
  const result: AnswerResult = {
    text: side.text ?? 'A star.',
    tokens: [5, 2],
    stopped: 'eos',
    promptTokens: 264,
    visualTokens: side.tokens ?? 256,
    fullVisualTokens: 256,
    timings,
    theory: { encode: 1, prefill: 1 },
    peakMemoryBytes: 200_000_000,
    device: 'cpu',
    precision: 'fp32',
  };
  return { run: { result, encodings: [] }, spreads };
}
