/** What a scorer is: single judgements are tallies that add up, and a sum of tallies gives the figures of a set of questions. Pure. */
import type { ScorerName } from '../engine.ts';
import type { Options } from './options.ts';

/**
 * Judgements are tallies, which add up: over any set of questions the sum of their tallies gives the score of the set. So means and F1, which
 * is no mean, are resampled alike.
 */
export interface Scorer {
  readonly name: ScorerName;
  /** Throws `bad-input` with a sentence for accepted answers that this scorer cannot use. */
  readonly tally: (given: string, accepted: readonly string[], asked?: Asked) => Tally;
  /** Questions that are judged together: the tallies of one group's questions become one. Without it every question stands for itself. */
  readonly combine?: (group: readonly Tally[]) => Tally;
  /** The one number that modes are compared by, 0..1; NaN for no questions. */
  readonly score: (total: Tally) => number;
  /** What else is said of a set of questions, where there is more than the score. */
  readonly figures?: (total: Tally) => Figures;
}

/** Of a question, what judging its answer may need. */
export interface Asked {
  readonly question: string;
  /** Of a multiple choice, where the data lists them apart from the question. */
  readonly options?: Options | undefined;
  /** What kind of question it is, where figures are counted by it. */
  readonly kind?: string | undefined;
}

/** Counts or sums, as many as the scorer keeps; what is missing at the end is 0. */
export type Tally = readonly number[];

/** Shares by name; null where nothing was counted. They are within 0..1 unless the scorer sums them up. */
export type Figures = Readonly<Record<string, number | null>>;

export const noTally: Tally = [];

export function addTallies(a: Tally, b: Tally, times = 1): Tally {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => (a[i] ?? 0) + times * (b[i] ?? 0));
}
