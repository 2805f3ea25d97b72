/** Every variant once a round, each round in another order: what slows the machine for a while meets all of them. */
import { cellCount, cellsIn } from '../connectors/cells.ts';
import type { CallOptions } from '../engine.ts';
import { prefillMultiplyAdds, projectMultiplyAdds, towerMultiplyAdds } from '../inference/theory.ts';
import type { Pace } from '../inference/pace.ts';
import type { TowerRun } from '../inference/vision-tower.ts';
import { placeLengths } from '../inference/visual-input.ts';
import type { VisualInput } from '../inference/visual-input.ts';
import { startPeakMeter } from '../runtime/memory.ts';
import type { Loaded } from './loaded.ts';
import { encodeViews, readAndWrite } from './run.ts';
import type { EncodedRun, LanguageRun } from './run.ts';
import type { Variant } from './variants.ts';

export interface Sample {
  readonly round: number;
  readonly preprocessMs: number; // of this round
  readonly encoded: Omit<EncodedRun, 'connected'>;
  readonly language?: LanguageRun;
  /** What else the engine did meanwhile, in words; empty where nothing. */
  readonly disturbedBy: readonly string[];
}

export interface Series {
  readonly variant: Variant;
  readonly peakMemoryBytes: number;
  readonly samples: readonly Sample[];
}

export interface Rounds {
  readonly series: readonly Series[]; // in the order of the variants
  readonly rounds: number;
  /** bytes/s in every round; empty where it was not measured. */
  readonly streamingReads: readonly number[];
  /** Whether time allowed no more rounds than these. */
  readonly cut: boolean;
}

export interface RoundsOptions {
  /** Undefined: five; more where they are short, fewer where they are long. */
  readonly rounds: number | undefined;
  readonly pace: Pace;
  /** Call the result for who else ran or waited since, or what else disturbed. */
  readonly watch: () => () => readonly string[];
  readonly onProgress: CallOptions['onProgress'];
  /** Reads and prepares the picture anew. */
  readonly preprocess: () => Promise<void>;
  /** Opened after the first pass, so that its memory is in no peak. */
  readonly openStreamingRead: () => Promise<StreamingRead | undefined>;
}

export interface StreamingRead {
  measure(): Promise<number>; // bytes/s
  release(): Promise<void>;
}

const usualRounds = 5;
const fewestRounds = 2;
const mostRounds = 25;
/** More than the usual rounds are run while they take no longer than this. */
const shortMs = 15_000;
/** Fewer, where the usual ones would take longer than this. */
const longMs = 240_000;

/** What somebody waits for who did not say how many. */
function roundsWithin(roundMs: number): number {
  const fitting = (ms: number): number => Math.floor(ms / roundMs);
  if (fitting(longMs) < usualRounds) return Math.max(fewestRounds, fitting(longMs));
  return Math.min(mostRounds, Math.max(usualRounds, fitting(shortMs)));
}

export async function runRounds(
  loaded: Loaded,
  input: VisualInput,
  variants: readonly Variant[],
  options: RoundsOptions,
): Promise<Rounds> {
  const { pace } = options;
  const works = variants.map((variant) => workOf(loaded, input, variant));
  const roundWork = works.reduce((sum, work) => sum + work, 0);
  let rounds = options.rounds ?? usualRounds;
  let done = 0;
  const progress = (stage: string): void =>
    options.onProgress?.({ stage, done, total: roundWork * (1 + rounds) });

  const runOnce = async (index: number, round: number, preprocessMs: number, words: string) => {
    const variant = variants[index];
    if (variant === undefined) throw new RangeError(`There is no variant ${index}.`);
    progress(`${words}: encoding ${variant.words}`);
    const disturbedBy = options.watch();
    const run = await open(loaded, variant);
    const { connected, ...encoded } = await encodeViews(
      loaded.tower,
      run,
      input.images.flatMap((image) => image.views),
      pace,
    );
    progress(`${words}: answering ${variant.words}`);
    const language =
      variant.kind === 'pair'
        ? undefined
        : await readAndWrite(loaded, variant, input, { ...encoded, connected }, pace);
    done += works[index] ?? 0;
    const sample: Sample = {
      round,
      preprocessMs,
      encoded,
      ...(language === undefined ? {} : { language }),
      disturbedBy: disturbedBy(),
    };
    return sample;
  };

  // From the fewest tokens up, so that the runtime's memory, which it keeps, grows from peak to peak.
  const ascending = variants
    .map((variant, index) => ({ index, tokens: variant.counts.at(-1) ?? 0, kind: variant.kind }))
    .sort((a, b) => a.tokens - b.tokens || Number(a.kind === 'plain') - Number(b.kind === 'plain'));
  const peaks = new Map<number, number>();
  let passMs = 0;
  for (const { index } of ascending) {
    const meter = startPeakMeter();
    const { encoded, language } = await runOnce(index, 0, 0, 'First pass');
    peaks.set(index, meter.peak());
    passMs += encoded.encodeMs + encoded.projectMs + languageMs(language);
  }
  if (options.rounds === undefined) rounds = roundsWithin(passMs);

  const streaming = await options.openStreamingRead();
  const samples = variants.map((): Sample[] => []);
  const streamingReads: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const words = `Round ${round + 1} of ${rounds}`;
      await pace.next();
      const started = performance.now();
      await options.preprocess();
      const preprocessMs = performance.now() - started;
      for (let turn = 0; turn < variants.length; turn += 1) {
        const index = (turn + round) % variants.length;
        samples[index]?.push(await runOnce(index, round, preprocessMs, words));
      }
      await pace.next();
      if (streaming !== undefined) streamingReads.push(await streaming.measure());
    }
  } finally {
    await streaming?.release();
  }
  const series = variants.map((variant, index) => ({
    variant,
    peakMemoryBytes: peaks.get(index) ?? 0,
    samples: samples[index] ?? [],
  }));
  return { series, rounds, streamingReads, cut: rounds < (options.rounds ?? usualRounds) };
}

/** Loads what a variant needs before any time is taken; at once from the second time on. */
const open = ({ tower }: Loaded, { plan }: Variant): Promise<TowerRun> => tower.open(plan);

const languageMs = (run: LanguageRun | undefined): number =>
  run === undefined ? 0 : run.prefillMs + run.stepMs.reduce((sum, ms) => sum + ms, 0);

/** Multiply-adds, by which the time that is left is guessed. */
function workOf({ spec, language }: Loaded, input: VisualInput, { kind, plan, counts }: Variant): number {
  const views = input.images.reduce((sum, image) => sum + image.views.length, 0);
  const tokens = counts.at(-1) ?? 0;
  const share = tokens / spec.vision.patches; // of the cells, roughly, where they are squares of patches
  const cells = Math.round(cellCount(cellsIn(spec)) * share);
  const encoding = views * (towerMultiplyAdds(spec.vision, plan, counts) + projectMultiplyAdds(spec, cells));
  if (language === undefined || kind === 'pair') return encoding;
  const positions = placeLengths([input]).reduce((sum, length) => sum + length, 0);
  const rows = Math.round(positions * share);
  return encoding + prefillMultiplyAdds(spec.text, rows, positions);
}
