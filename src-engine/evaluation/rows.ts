/** From single answers to one row per mode: accuracy, its interval, and what is kept of the accuracy without merging. Pure. */
import { summarise } from '../calibration/statistics.ts';
import type { EvaluatedMode } from '../engine.ts';
import type { Given } from './answer-store.ts';
import { drawClusters, middle95 } from './bootstrap.ts';
import type { Interval } from './bootstrap.ts';
import type { Question } from './questions.ts';
import { addTallies, noTally } from '../judging/tally.ts';
import type { Scorer, Tally } from '../judging/tally.ts';

/** The mode that the others are measured against. */
const reference = 'full';

export interface Judged {
  readonly questions: readonly Question[];
  readonly modes: readonly string[];
  readonly given: readonly (readonly Given[])[]; // [questions][modes]
  readonly tallies: readonly (readonly Tally[])[]; // [questions][modes]
}

export function evaluatedRows(judged: Judged, scorer: Scorer): EvaluatedMode[] {
  const { questions, modes, given } = judged;
  const images = [...new Set(questions.map(({ path }) => path))];
  const clusters = clusterTallies(judged, images);
  const totals = clusters.map((tallies) => tallies.reduce((sum, tally) => addTallies(sum, tally), noTally));
  const accuracies = totals.map((total) => scorer.score(total));
  const resampled = resampledAccuracies(clusters, images.length, scorer);
  const full = modes.indexOf(reference);

  return modes.map((mode, column) => {
    const accuracy = accuracies[column] ?? Number.NaN;
    const samples = resampled[column] ?? [];
    const answers = given.flatMap((row) => row[column] ?? []);
    const tokens = summarise(tokensByImage(questions, answers));
    return {
      mode,
      n: questions.length,
      accuracy,
      ci: middle95(samples) ?? [accuracy, accuracy],
      ...againstFull({ accuracy, samples }, accuracies[full], resampled[full]),
      tokens: { mean: tokens.mean, std: tokens.std },
      byKind: accuracyByKind(judged, column, scorer),
      cut: answers.filter(({ cut }) => cut).length,
      ...(scorer.figures === undefined ? {} : { figures: scorer.figures(totals[column] ?? noTally) }),
    };
  });
}

/** Sums over each picture's questions, [modes][images]. */
function clusterTallies({ questions, modes, tallies }: Judged, images: readonly string[]): Tally[][] {
  const numbers = new Map(images.map((path, number) => [path, number]));
  const clusters = modes.map(() => images.map(() => noTally));
  for (const [index, { path }] of questions.entries()) {
    const number = numbers.get(path) ?? 0;
    for (const [column, tally] of (tallies[index] ?? []).entries()) {
      const row = clusters[column];
      if (row !== undefined) row[number] = addTallies(row[number] ?? noTally, tally);
    }
  }
  return clusters;
}

/** [modes][resamples]; all modes are scored on the same draws, so that their differences are paired. */
function resampledAccuracies(
  clusters: readonly (readonly Tally[])[],
  images: number,
  scorer: Scorer,
): number[][] {
  const accuracies = clusters.map((): number[] => []);
  const width = Math.max(0, ...clusters.map((tallies) => tallies[0]?.length ?? 0));
  for (const drawn of drawClusters(images)) {
    for (const [column, tallies] of clusters.entries()) {
      const total = new Array<number>(width).fill(0);
      for (let image = 0; image < images; image++) {
        const tally = tallies[image] ?? noTally;
        const times = drawn[image] ?? 0;
        for (let i = 0; i < tally.length; i++) total[i] = (total[i] ?? 0) + times * (tally[i] ?? 0);
      }
      accuracies[column]?.push(scorer.score(total));
    }
  }
  return accuracies;
}

function againstFull(
  { accuracy, samples }: { readonly accuracy: number; readonly samples: readonly number[] },
  fullAccuracy: number | undefined,
  fullSamples: readonly number[] | undefined,
): Pick<EvaluatedMode, 'retention' | 'retentionCi' | 'difference'> {
  if (fullAccuracy === undefined || fullSamples === undefined) {
    return { retention: null, retentionCi: null, difference: null };
  }
  const pairs = samples.map((sample, index) => [sample, fullSamples[index] ?? Number.NaN] as const);
  const value = accuracy - fullAccuracy;
  const difference: Interval = middle95(pairs.map(([mine, full]) => mine - full)) ?? [value, value];
  const ratios = middle95(pairs.map(([mine, full]) => mine / full));
  const defined = fullAccuracy > 0;
  return {
    retention: defined ? accuracy / fullAccuracy : null,
    retentionCi: defined ? (ratios ?? null) : null,
    difference: { value, ci: difference },
  };
}

function accuracyByKind(
  { questions, tallies }: Judged,
  column: number,
  scorer: Scorer,
): Record<string, number> {
  const totals = new Map<string, Tally>();
  for (const [index, { kind }] of questions.entries()) {
    if (kind === undefined) continue;
    totals.set(kind, addTallies(totals.get(kind) ?? noTally, tallies[index]?.[column] ?? noTally));
  }
  return Object.fromEntries(
    [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, total]) => [kind, scorer.score(total)]),
  );
}

/** One count per picture, however many questions it has. */
function tokensByImage(questions: readonly Question[], answers: readonly Given[]): number[] {
  return [...new Map(questions.map(({ path }, index) => [path, answers[index]?.tokens ?? 0])).values()];
}
