/** From single answers to one row per mode: accuracy, its interval, and what is kept of the accuracy without merging. Pure. */
import { summarise } from '../calibration/statistics.ts';
import type { EvaluatedMode, KindInterval, PairedDifference, RecordedMode } from '../engine.ts';
import type { Scorer, Tally } from '../judging/tally.ts';
import type { Given } from './answer-store.ts';
import { middle95, type Interval } from './bootstrap.ts';
import { changedAgainst } from './changed.ts';
import { onFront } from './pareto.ts';
import { resampledScores, type Clusters } from './resampled.ts';
import { byKind, groupTallies, sumByPicture, sumOf, type Grouped } from './sums.ts';

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
  const columns = modes.map((_, column) => clustered(groupTallies(judged, column, scorer)));
  const scored = scoredOn(columns, pictures, scorer);
  const tokens = modes.map((_, column) => summarise(tokensByPicture(questions, given, column)));
  const front = onFront(
    scored.map(({ all: { accuracy } }, at) => ({ accuracy, tokens: tokens[at]?.mean ?? 0 })),
  );
  const names = modes.map(({ mode }) => mode);
  const full = names.indexOf(reference);

  return scored.map(({ all: mine, kinds }, column) => {
    const { mode = '', equalTo } = modes[column] ?? {};
    const other = equalTo === undefined ? undefined : scored[names.indexOf(equalTo.mode)]?.all;
    return {
      mode,
      n: questions.length,
      accuracy: mine.accuracy,
      ci: intervalOf(mine),
      ...againstFull(mine, scored[full]?.all),
      tokens: { mean: tokens[column]?.mean ?? Number.NaN, std: tokens[column]?.std ?? Number.NaN },
      byKind: Object.fromEntries([...kinds].map(([kind, { accuracy }]) => [kind, accuracy])),
      kindIntervals: kindIntervals(kinds, scored[full]?.kinds),
      cut: given.filter((row) => row[column]?.cut === true).length,
      pareto: front[column] ?? false,
      changed: full < 0 ? null : changedAgainst(judged, full, column, scorer),
      ...(equalTo === undefined || other === undefined
        ? {}
        : { equalTo: { ...equalTo, difference: pairedDifference(mine, other) } }),
      ...(scorer.figures === undefined ? {} : { figures: scorer.figures(mine.total) }),
    };
  });
}

/** Tallies of one mode by picture: of all questions, and of each kind. */
interface Column {
  readonly all: Clusters;
  readonly kinds: ReadonlyMap<string, Clusters>;
}

interface ScoredColumn {
  readonly all: Scored;
  readonly kinds: ReadonlyMap<string, Scored>;
}

function clustered(groups: readonly Grouped[]): Column {
  return {
    all: sumByPicture(groups),
    kinds: new Map([...byKind(groups)].map(([kind, some]) => [kind, sumByPicture(some)])),
  };
}

/** All modes and kinds are scored on the same draws, so that their differences are paired. */
function scoredOn(columns: readonly Column[], pictures: number, scorer: Scorer): ScoredColumn[] {
  const sums = columns.flatMap(({ all, kinds }) => [all, ...kinds.values()]);
  const samples = resampledScores(sums, pictures, scorer);
  const scored = new Map(
    sums.map((sum, index): [Clusters, Scored] => {
      const total = sumOf(sum.values());
      return [sum, { total, accuracy: scorer.score(total), samples: samples[index] ?? [] }];
    }),
  );
  const of = (sum: Clusters): Scored => scored.get(sum) ?? { total: [], accuracy: Number.NaN, samples: [] };
  return columns.map(({ all, kinds }) => ({
    all: of(all),
    kinds: new Map([...kinds].map(([kind, sum]) => [kind, of(sum)])),
  }));
}

interface Scored {
  readonly total: Tally;
  readonly accuracy: number;
  readonly samples: readonly number[]; // by resample, on the same draws in every mode
}

function intervalOf({ accuracy, samples }: Scored): Interval {
  return middle95(samples) ?? [accuracy, accuracy];
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

function kindIntervals(
  kinds: ReadonlyMap<string, Scored>,
  full: ReadonlyMap<string, Scored> | undefined,
): Record<string, KindInterval> {
  return Object.fromEntries(
    [...kinds].map(([kind, mine]) => {
      const all = full?.get(kind);
      return [
        kind,
        { ci: intervalOf(mine), difference: all === undefined ? null : pairedDifference(mine, all) },
      ];
    }),
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
