/** Two ways to answer one question, each run a number of times in turn: what every stage took, and how far that can be trusted. */
import type { AnswerResult, AnswerTimings } from '../engine.ts';
import { spreadOf, type Spread } from './spread.ts';
import { changeableMs } from './stages.ts';

export type TimingSpreads = Readonly<Record<keyof AnswerTimings, Spread>>;

/** One way to answer, over all its runs. */
export interface Side {
  /** The first answer, with the medians as its timings and the largest peak of memory. */
  readonly answer: AnswerResult;
  readonly spreads: TimingSpreads;
  /** Encode, project and prefill of a run together. */
  readonly changeable: Spread; // ms
}

export interface Comparison {
  readonly full: Side;
  readonly reduced: Side;
  /** Pairs of neighbouring runs that count; 0 where none does, and then the figures are those of all runs. */
  readonly runs: number;
  /** Per such pair: encode, project and prefill with all tokens over the same with fewer. Above 1 fewer tokens are sooner. */
  readonly ratios: readonly number[];
  readonly leftOut: LeftOut;
}

export interface LeftOut {
  readonly runs: number; // pairs
  /** What disturbed them, each once. */
  readonly by: readonly string[];
  /** Pairs of which one took over what an earlier answer had computed (`reused`): such times say nothing about merging. */
  readonly continued: number;
}

/** Two times below this are equal for every clock. */
const shortestMs = 1e-3;

/**
 * Runs of the same index are neighbours in time: a load of the machine that comes and goes meets both. A run without a partner does not count.
 * Throws `RangeError` without a pair.
 */
export function compareRuns(full: readonly AnswerResult[], reduced: readonly AnswerResult[]): Comparison {
  const pairs = full.flatMap((run, i) => {
    const partner = reduced[i];
    return partner === undefined ? [] : [{ full: run, reduced: partner }];
  });
  if (pairs.length === 0) throw new RangeError('A comparison needs a run of each side.');
  const disturbances = pairs.map((pair) => [...pair.full.disturbedBy, ...pair.reduced.disturbedBy]);
  const whole = pairs.map((pair) => pair.full.reused === undefined && pair.reduced.reused === undefined);
  const clean = pairs.filter((_, i) => disturbances[i]?.length === 0 && whole[i]);
  const shown = clean.length > 0 ? clean : pairs;
  return {
    full: side(shown.map((pair) => pair.full)),
    reduced: side(shown.map((pair) => pair.reduced)),
    runs: clean.length,
    ratios: clean.map((pair) =>
      timeRatio(changeableMs(pair.full.timings), changeableMs(pair.reduced.timings)),
    ),
    leftOut: {
      runs: pairs.length - clean.length,
      by: [...new Set(disturbances.flat())],
      continued: whole.filter((is) => !is).length,
    },
  };
}

/** Time with all tokens over time with fewer, finite also where a stage takes no time at all. */
export function timeRatio(fullMs: number, reducedMs: number): number {
  return Math.max(fullMs, shortestMs) / Math.max(reducedMs, shortestMs);
}

function side(runs: readonly AnswerResult[]): Side {
  const [first] = runs;
  if (first === undefined) throw new RangeError('A side of a comparison needs a run.');
  const of = (field: keyof AnswerTimings) => spreadOf(runs.map(({ timings }) => timings[field]));
  const spreads: TimingSpreads = {
    imageDecodeMs: of('imageDecodeMs'),
    prepareMs: of('prepareMs'),
    preprocessMs: of('preprocessMs'),
    encodeMs: of('encodeMs'),
    projectMs: of('projectMs'),
    prefillMs: of('prefillMs'),
    firstTokenMs: of('firstTokenMs'),
    decodeMs: of('decodeMs'),
    tokensPerSecond: of('tokensPerSecond'),
  };
  const timings: AnswerTimings = {
    imageDecodeMs: spreads.imageDecodeMs.median,
    prepareMs: spreads.prepareMs.median,
    preprocessMs: spreads.preprocessMs.median,
    encodeMs: spreads.encodeMs.median,
    projectMs: spreads.projectMs.median,
    prefillMs: spreads.prefillMs.median,
    firstTokenMs: spreads.firstTokenMs.median,
    decodeMs: spreads.decodeMs.median,
    tokensPerSecond: spreads.tokensPerSecond.median,
  };
  const peakMemoryBytes = Math.max(...runs.map((run) => run.peakMemoryBytes));
  return {
    answer: { ...first, timings, peakMemoryBytes },
    spreads,
    changeable: spreadOf(runs.map((run) => changeableMs(run.timings))),
  };
}

export interface SpeedUps {
  readonly encode: number;
  readonly prefill: number;
  readonly firstToken: number;
}

/** Medians with all tokens over medians with fewer, stage by stage. `firstToken` contains the reading of the picture. */
export function speedUps({ full, reduced }: Comparison): SpeedUps {
  const of = (field: 'encodeMs' | 'prefillMs' | 'firstTokenMs') =>
    timeRatio(full.spreads[field].median, reduced.spreads[field].median);
  return { encode: of('encodeMs'), prefill: of('prefillMs'), firstToken: of('firstTokenMs') };
}
