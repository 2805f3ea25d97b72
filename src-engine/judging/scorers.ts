/** How a given answer is judged against the accepted ones, and how many judgements become one number. Pure. */
import type { ScorerName } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { editDistance } from './edit-distance.ts';
import { normaliseAnswer } from './normalise.ts';

/**
 * Judgements are tallies, which add up: over any set of questions the sum of their tallies gives the score of the set. So means and F1, which
 * is no mean, are resampled alike.
 */
export interface Scorer {
  readonly name: ScorerName;
  /** Throws `bad-input` with a sentence for accepted answers that this scorer cannot use. */
  readonly tally: (given: string, accepted: readonly string[]) => Tally;
  /** 0..1; NaN for no questions. */
  readonly score: (total: Tally) => number;
}

/** Means: [sum of scores, questions, 0]. F1: [true positives, false positives, false negatives]. */
export type Tally = readonly [number, number, number];

export const noTally: Tally = [0, 0, 0];

export function addTallies(a: Tally, b: Tally, times = 1): Tally {
  return [a[0] + times * b[0], a[1] + times * b[1], a[2] + times * b[2]];
}

/** 1 where the whole answer equals an accepted one, after `normaliseAnswer`. */
export function exactMatch(given: string, accepted: readonly string[]): number {
  const normal = normaliseAnswer(given);
  return Number(accepted.some((answer) => normaliseAnswer(answer) === normal));
}

/** 1 where an accepted answer stands in the given one as whole words, after `normaliseAnswer`. Says nothing about what else stands there. */
export function contains(given: string, accepted: readonly string[]): number {
  const normal = ` ${normaliseAnswer(given)} `;
  return Number(accepted.some((answer) => normal.includes(` ${normaliseAnswer(answer)} `)));
}

/** Agreeing with this many people is full agreement (VQA, Antol et al. 2015). */
const enoughPeople = 3;

/**
 * Soft accuracy of VQA: `accepted` holds one answer per person asked. Every person is left out in turn; agreeing with n of the others gives
 * min(1, n / 3), and the mean of that is the score. With three people or fewer all the others must agree; a single answer is an exact match.
 */
export function softAccuracy(given: string, accepted: readonly string[]): number {
  if (accepted.length === 1) return exactMatch(given, accepted);
  const agreeing = accepted.filter((answer) => exactMatch(given, [answer]) === 1).length;
  const enough = Math.min(enoughPeople, accepted.length - 1);
  const agreement = (others: number): number => Math.min(1, others / enough);
  const disagreeing = accepted.length - agreeing;
  return (
    ((agreeing > 0 ? agreeing * agreement(agreeing - 1) : 0) + disagreeing * agreement(agreeing)) /
    accepted.length
  );
}

/** Similarities below this are no reading errors but other answers (Biten et al. 2019). */
const leastSimilarity = 0.5;

/**
 * Normalised Levenshtein similarity to the nearest accepted answer: 1 for equal texts, 0 from half of the characters wrong on. For reading
 * tasks: case and white space do not count, punctuation and articles do.
 */
export function levenshteinSimilarity(given: string, accepted: readonly string[]): number {
  const text = readingForm(given);
  return Math.max(
    ...accepted.map((answer) => {
      const wanted = readingForm(answer);
      const longer = Math.max(Array.from(text).length, Array.from(wanted).length);
      const similarity = longer === 0 ? 1 : 1 - editDistance(text, wanted) / longer;
      return similarity > leastSimilarity ? similarity : 0;
    }),
  );
}

function readingForm(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');
}

function yesOrNo(text: string): 'yes' | 'no' | undefined {
  const [first] = normaliseAnswer(text).split(' ');
  return first === 'yes' || first === 'no' ? first : undefined;
}

/** An answer whose first word is neither yes nor no counts as the wrong one of the two. */
function yesNoTally(given: string, accepted: readonly string[]): Tally {
  const [wanted, ...others] = new Set(accepted.map(yesOrNo));
  if (wanted === undefined || others.length > 0) {
    throw new EngineError('bad-input', 'The scorer yes-no takes questions whose answer is yes or no', {
      remedy: 'choose another scorer',
    });
  }
  const right = yesOrNo(given) === wanted;
  if (wanted === 'yes') return right ? [1, 0, 0] : [0, 0, 1];
  return right ? noTally : [0, 1, 0];
}

function mean(name: ScorerName, score: (given: string, accepted: readonly string[]) => number): Scorer {
  return {
    name,
    tally: (given, accepted) => [score(given, accepted), 1, 0],
    score: ([sum, questions]) => sum / questions,
  };
}

/** "yes-no" is the F1 of "yes"; without a wrong answer it is 1, also where nothing was to be answered by yes. */
export const scorers: Readonly<Record<ScorerName, Scorer>> = {
  exact: mean('exact', exactMatch),
  vqa: mean('vqa', softAccuracy),
  contains: mean('contains', contains),
  anls: mean('anls', levenshteinSimilarity),
  'yes-no': {
    name: 'yes-no',
    tally: yesNoTally,
    score: ([right, falseYes, missedYes]) =>
      falseYes + missedYes === 0 ? 1 : (2 * right) / (2 * right + falseYes + missedYes),
  },
};
