/** Repeated runs of two answers, in turn, after a warm-up that does not count; medians and spread of their times. */
import type { AnswerRequest, AnswerTimings, CallOptions, Engine } from '../engine.ts';
import { runAnswer, type AnswerRun } from './run-answer.ts';

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}
export type Spreads = Readonly<Record<keyof AnswerTimings, Spread>>;

export interface Measured {
  readonly run: AnswerRun; // with the medians as its timings
  readonly spreads: Spreads;
}

export interface Comparison {
  readonly full: Measured;
  readonly merged: Measured;
  readonly repeats: number;
  /** Share of the pairs of neighbouring runs in which merging gave its first token sooner. */
  readonly sooner: number;
}

/** The first run of a session pays for what later ones find ready; two tokens touch every stage. */
const warmUpTokens = 2;

export async function measure(
  engine: Engine,
  requests: { readonly full: AnswerRequest; readonly merged: AnswerRequest },
  repeats: number,
  call: CallOptions,
): Promise<Comparison> {
  const total = 2 * repeats + 2;
  let done = 0;
  const run = async (stage: string, request: AnswerRequest): Promise<AnswerRun> => {
    call.onProgress?.({ stage, done, total });
    done += 1;
    // Progress of single stages would jump back and forth between the runs.
    return runAnswer(engine, request, call.signal === undefined ? {} : { signal: call.signal });
  };
  await run('Warming up', { ...requests.full, maxNewTokens: warmUpTokens });
  await run('Warming up', { ...requests.merged, maxNewTokens: warmUpTokens });

  const full: AnswerRun[] = [];
  const merged: AnswerRun[] = [];
  for (let i = 0; i < repeats; i++) {
    const turn = repeats === 1 ? '' : `, run ${i + 1} of ${repeats}`;
    const answerFull = async () => full.push(await run(`Answering with all tokens${turn}`, requests.full));
    const answerMerged = async () =>
      merged.push(await run(`Answering with merged tokens${turn}`, requests.merged));
    // Alternating order, so that a machine that warms up or slows down favours neither.
    for (const answer of i % 2 === 0 ? [answerFull, answerMerged] : [answerMerged, answerFull])
      await answer();
  }
  const sooner = full.filter((run, i) => firstToken(merged[i]) < firstToken(run)).length / repeats;
  return { full: summarise(full), merged: summarise(merged), repeats, sooner };
}

function firstToken(run: AnswerRun | undefined): number {
  return run?.result.timings.firstTokenMs ?? Number.NaN;
}

function summarise(runs: readonly AnswerRun[]): Measured {
  const [first] = runs;
  if (first === undefined) throw new RangeError('at least one run');
  const spreadOf = (field: keyof AnswerTimings) => spread(runs.map(({ result }) => result.timings[field]));
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
  const peakMemoryBytes = Math.max(...runs.map(({ result }) => result.peakMemoryBytes));
  return { run: { ...first, result: { ...first.result, timings, peakMemoryBytes } }, spreads };
}

/** Median: the mean of the two middle values where their number is even. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const lower = sorted[Math.floor(middle)] ?? Number.NaN;
  const upper = sorted[Math.ceil(middle)] ?? Number.NaN;
  return { median: (lower + upper) / 2, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN };
}
