/** From single answers to one row per mode: accuracy, its interval, and what is kept of the accuracy without merging. Pure. */
import { summarise } from '../calibration/statistics.ts';
import type { EvaluatedMode, PairedDifference, RecordedMode } from '../engine.ts';
import type { Scorer, Tally } from '../judging/tally.ts';
import type { Given } from './answer-store.ts';
import { drawClusters, middle95 } from './bootstrap.ts';
import { changedAgainst } from './changed.ts';
import { onFront } from './pareto.ts';
import { groupTallies, sumByKind, sumByPicture, type Grouped } from './sums.ts';

/** The mode that the others are measured against. */
const reference = 'full';

export interface JudgedQuestion {
  readonly picture: number; // from 0, without gaps
  readonly kind?: string | undefined;
  readonly group?: string | undefined;
}

export interface Judged {
  readonly questions: readonly JudgedQuestion[];
  readonly modes: readonly RecordedMode[];
  readonly given: readonly (readonly Given[])[]; // [questions][modes]
  readonly tallies: readonly (readonly Tally[])[]; // [questions][modes]
}

export function evaluatedRows(judged: Judged, scorer: Scorer): EvaluatedMode[] {
  const { questions, modes, given } = judged;
  const pictures = 1 + questions.reduce((last, { picture }) => Math.max(last, picture), -1);
  const grouped = modes.map((_, column) => groupTallies(judged, column, scorer));
  const clusters = grouped.map((groups) => sumByPicture(groups, pictures));
  const totals = clusters.map(sumOf);
  const accuracies = totals.map((total) => scorer.score(total));
  const resampled = resampledAccuracies(clusters, pictures, scorer);
  const tokens = modes.map((_, column) => summarise(tokensByPicture(questions, given, column)));
  const front = onFront(accuracies.map((accuracy, at) => ({ accuracy, tokens: tokens[at]?.mean ?? 0 })));
  const names = modes.map(({ mode }) => mode);
  const full = names.indexOf(reference);
  const scored = (at: number): Scored | undefined => {
    const [accuracy, samples] = [accuracies[at], resampled[at]];
    return accuracy === undefined || samples === undefined ? undefined : { accuracy, samples };
  };

  return modes.map(({ mode, equalTo }, column) => {
    const mine = scored(column) ?? { accuracy: Number.NaN, samples: [] };
    const other = equalTo === undefined ? undefined : scored(names.indexOf(equalTo.mode));
    return {
      mode,
      n: questions.length,
      accuracy: mine.accuracy,
      ci: middle95(mine.samples) ?? [mine.accuracy, mine.accuracy],
      ...againstFull(mine, scored(full)),
      tokens: { mean: tokens[column]?.mean ?? Number.NaN, std: tokens[column]?.std ?? Number.NaN },
      byKind: scoresByKind(grouped[column] ?? [], scorer),
      cut: given.filter((row) => row[column]?.cut === true).length,
      pareto: front[column] ?? false,
      changed: full < 0 ? null : changedAgainst(judged, full, column, scorer),
      ...(equalTo === undefined || other === undefined
        ? {}
        : { equalTo: { ...equalTo, difference: pairedDifference(mine, other) } }),
      ...(scorer.figures === undefined ? {} : { figures: scorer.figures(totals[column] ?? []) }),
    };
  });
}

interface Scored {
  readonly accuracy: number;
  readonly samples: readonly number[]; // by resample, on the same draws in every mode
}

/** [modes][resamples]; all modes are scored on the same draws, so that their differences are paired. */
function resampledAccuracies(
  clusters: readonly (readonly Tally[])[],
  pictures: number,
  scorer: Scorer,
): number[][] {
  const accuracies = clusters.map((): number[] => []);
  const width = Math.max(0, ...clusters.flatMap((tallies) => widest(tallies)));
  const flat = clusters.map((tallies) => flattened(tallies, pictures, width));
  const total = new Array<number>(width).fill(0);
  for (const drawn of drawClusters(pictures)) {
    for (const [column, values] of flat.entries()) {
      total.fill(0);
      for (let picture = 0, at = 0; picture < pictures; picture++) {
        const times = drawn[picture] ?? 0;
        if (times === 0) at += width;
        else for (let i = 0; i < width; i++, at++) total[i] = (total[i] ?? 0) + times * (values[at] ?? 0);
      }
      accuracies[column]?.push(scorer.score(total));
    }
  }
  return accuracies;
}

const widest = (tallies: readonly Tally[]): number =>
  tallies.reduce((most, { length }) => Math.max(most, length), 0);

function flattened(tallies: readonly Tally[], pictures: number, width: number): Float64Array {
  const values = new Float64Array(pictures * width);
  for (const [picture, tally] of tallies.entries()) values.set(tally, picture * width);
  return values;
}

function sumOf(tallies: readonly Tally[]): Tally {
  const total = new Array<number>(widest(tallies)).fill(0);
  for (const tally of tallies) for (const [i, value] of tally.entries()) total[i] = (total[i] ?? 0) + value;
  return total;
}

function pairedDifference(mine: Scored, other: Scored): PairedDifference {
  const value = mine.accuracy - other.accuracy;
  const differences = mine.samples.map((sample, index) => sample - (other.samples[index] ?? Number.NaN));
  return { value, ci: middle95(differences) ?? [value, value] };
}

function againstFull(
  mine: Scored,
  full: Scored | undefined,
): Pick<EvaluatedMode, 'retention' | 'retentionCi' | 'difference'> {
  if (full === undefined) return { retention: null, retentionCi: null, difference: null };
  const ratios = mine.samples.map((sample, index) => sample / (full.samples[index] ?? Number.NaN));
  const defined = full.accuracy > 0;
  return {
    retention: defined ? mine.accuracy / full.accuracy : null,
    retentionCi: defined ? (middle95(ratios) ?? null) : null,
    difference: pairedDifference(mine, full),
  };
}

function scoresByKind(groups: readonly Grouped[], scorer: Scorer): Record<string, number> {
  return Object.fromEntries(
    [...sumByKind(groups)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, total]) => [kind, scorer.score(total)]),
  );
}

/** One count per picture, however many questions it has; the last one where they differ. */
function tokensByPicture(
  questions: readonly JudgedQuestion[],
  given: readonly (readonly Given[])[],
  column: number,
): number[] {
  const counts = new Map<number, number>();
  for (const [index, { picture }] of questions.entries())
    counts.set(picture, given[index]?.[column]?.tokens ?? 0);
  return [...counts.values()];
}
