/** From the samples of all rounds to the figures of the report: medians, speed-ups against the plain graph, and what arithmetic promises. Pure. */
import { residentBytes } from '../checkpoint/memory-needs.ts';
import type { Precision, WeightForms } from '../checkpoint/memory-needs.ts';
import type { BenchBudget, BenchDecode, BenchGain, BenchPlain, BenchTimes } from '../engine.ts';
import type { ExpectedTensor } from '../families/parts/expected-tensors.ts';
import type { ModelSpec } from '../families/spec.ts';
import {
  matchingMultiplyAdds,
  prefillMultiplyAdds,
  projectMultiplyAdds,
  towerMultiplyAdds,
} from '../inference/theory.ts';
import { spreadOf } from '../report/spread.ts';
import type { Rounds, Sample, Series } from './rounds.ts';

export interface Theory {
  /** As measured, perhaps with fewer layers than `layers`. */
  readonly spec: ModelSpec;
  readonly layers: number; // of the whole language model
  readonly tensors: readonly ExpectedTensor[]; // that were loaded
  readonly precision: Precision;
  readonly forms: WeightForms;
  readonly views: number;
  /** bytes/s in every round; empty where it was not measured. */
  readonly streamingReads: readonly number[];
}

export interface Figures {
  readonly plain: BenchPlain;
  readonly budgets: readonly BenchBudget[];
  readonly preprocess: BenchTimes;
  readonly mergeShareOfBlock: number;
}

export function summarise({ series }: Rounds, theory: Theory): Figures {
  const plain = series.find(({ variant }) => variant.kind === 'plain');
  const pair = series.find(({ variant }) => variant.kind === 'pair');
  if (plain === undefined || pair === undefined) throw new RangeError('The plain graph was not measured.');
  return {
    plain: plainFigures(plain, theory),
    budgets: series
      .filter(({ variant }) => variant.kind === 'budget')
      .map((each) => budgetFigures(each, plain, theory)),
    preprocess: timesOf(shown(plain), ({ preprocessMs }) => preprocessMs),
    mergeShareOfBlock: mergeShare(pair, plain, theory),
  };
}

/** Samples that nothing disturbed, or all where each was disturbed. */
export function shown({ samples }: Series): readonly Sample[] {
  const clean = samples.filter(({ disturbedBy }) => disturbedBy.length === 0);
  return clean.length > 0 ? clean : samples;
}

type Time = (sample: Sample, theory: Theory) => number;

const encodeMs: Time = ({ encoded }) => encoded.encodeMs;
const projectMs: Time = ({ encoded }) => encoded.projectMs;
const prefillMs: Time = ({ language }, theory) =>
  language === undefined
    ? Number.NaN
    : language.prefillMs * layersFactor(theory, language.rows, language.positions);
const firstTokenMs: Time = (sample, theory) =>
  sample.preprocessMs + encodeMs(sample, theory) + projectMs(sample, theory) + prefillMs(sample, theory);

/** What all layers cost over what the measured ones cost, by multiply-adds. */
function layersFactor({ spec, layers }: Theory, rows: number, positions: number): number {
  if (layers === spec.text.layers) return 1;
  const work = (text: ModelSpec['text']) => prefillMultiplyAdds(text, rows, positions);
  return work({ ...spec.text, layers }) / work(spec.text);
}

function timesOf(samples: readonly Sample[], time: (sample: Sample) => number): BenchTimes {
  const { median, min, max } = spreadOf(samples.map(time));
  return { medianMs: median, minMs: min, maxMs: max };
}

function plainFigures(plain: Series, theory: Theory): BenchPlain {
  const samples = shown(plain);
  const times = (time: Time): BenchTimes => timesOf(samples, (sample) => time(sample, theory));
  return {
    tokens: samples[0]?.encoded.tokens ?? 0,
    encode: times(encodeMs),
    ...(hasLanguage(plain)
      ? {
          project: times(projectMs),
          prefill: times(prefillMs),
          firstToken: times(firstTokenMs),
          decode: decodeFigures(plain, theory),
        }
      : {}),
    peakMemoryBytes: plain.peakMemoryBytes,
  };
}

function budgetFigures(each: Series, plain: Series, theory: Theory): BenchBudget {
  const gain = (time: Time, ideal: number): BenchGain => {
    const times = timesOf(shown(each), (sample) => time(sample, theory));
    const speedup = timesOf(shown(plain), (sample) => time(sample, theory)).medianMs / times.medianMs;
    return { ...times, speedup, idealSpeedup: ideal, shareOfIdeal: speedup / ideal };
  };
  const ideals = idealsOf(each, plain, theory);
  return {
    budget: each.variant.share,
    tokens: each.samples[0]?.encoded.tokens ?? 0,
    encode: gain(encodeMs, ideals.encode),
    ...(hasLanguage(each)
      ? {
          project: gain(projectMs, ideals.project),
          prefill: gain(prefillMs, ideals.prefill),
          firstToken: gain(firstTokenMs, ideals.firstToken),
          decode: decodeFigures(each, theory),
        }
      : {}),
    peakMemoryBytes: each.peakMemoryBytes,
  };
}

const hasLanguage = ({ samples }: Series): boolean => samples[0]?.language !== undefined;

function idealsOf(each: Series, plain: Series, theory: Theory) {
  const { spec } = theory;
  const towerWork = ({ variant }: Series) => towerMultiplyAdds(spec.vision, variant.plan, variant.counts);
  const projectWork = ({ samples }: Series) => projectMultiplyAdds(spec, samples[0]?.encoded.rows ?? 0);
  const prefillWork = ({ samples }: Series) => {
    const { rows = 0, positions = 0 } = samples[0]?.language ?? {};
    const text = { ...spec.text, layers: theory.layers };
    return prefillMultiplyAdds(text, rows, positions);
  };
  const encode = towerWork(plain) / towerWork(each);
  const project = projectWork(plain) / projectWork(each);
  const prefill = prefillWork(plain) / prefillWork(each);
  const of = (time: Time) => timesOf(shown(plain), (sample) => time(sample, theory)).medianMs;
  const preprocess = timesOf(shown(plain), ({ preprocessMs }) => preprocessMs).medianMs;
  const whole = preprocess + of(encodeMs) + of(projectMs) + of(prefillMs);
  const least = preprocess + of(encodeMs) / encode + of(projectMs) / project + of(prefillMs) / prefill;
  return { encode, project, prefill, firstToken: whole / least };
}

/** Weights, and keys and values of all positions so far, are read once for every token. */
function decodeFigures(each: Series, theory: Theory): BenchDecode {
  const { spec, layers, tensors, precision, forms, streamingReads } = theory;
  const steps = shown(each).flatMap(({ language }) => language?.stepMs ?? []);
  const measuredSeconds = spreadOf(steps).median / 1000;
  const weights = residentBytes(tensors, precision, forms).text;
  const outside = residentBytes(
    tensors.filter(({ name }) => !name.startsWith('text.layers.')),
    precision,
    forms,
  ).text;
  const positions =
    (each.samples[0]?.language?.positions ?? 0) + (each.samples[0]?.language?.stepMs.length ?? 0) / 2;
  const { kvHeads, headDim } = spec.text;
  const cache = 2 * spec.text.layers * kvHeads * headDim * positions * 4;
  const bytes = weights + cache;
  const all = outside + ((bytes - outside) * layers) / spec.text.layers;
  // Other users of the host change what its memory gives from one minute to the next: steps are held against the read of their own round.
  const shares = shown(each).flatMap(({ round, language }) => {
    const read = streamingReads[round];
    if (read === undefined || language === undefined) return [];
    return [(1000 * bytes) / spreadOf(language.stepMs).median / read];
  });
  return {
    tokensPerSecond: bytes / all / measuredSeconds,
    bandwidthShare: shares.length === 0 ? null : spreadOf(shares).median,
  };
}

/** What is left of the merging encoder's time once the plain one's is taken away, less what the merged pairs save in the blocks. */
function mergeShare(pair: Series, plain: Series, { spec }: Theory): number {
  const { vision } = spec;
  const { plan, counts } = pair.variant;
  const blocks = towerMultiplyAdds(vision, plan, counts) - matchingMultiplyAdds(vision, counts);
  const saved = blocks / towerMultiplyAdds(vision, plain.variant.plan, plain.variant.counts);
  const of = (each: Series) => spreadOf(shown(each).map(({ encoded }) => encoded.encodeMs)).median;
  return 1 - (of(plain) * saved) / of(pair);
}
