/** How a given answer is judged against the accepted ones, and how many judgements become one number. Pure. */
import type { ScorerName } from '../engine.ts';
import { docVqaAnls } from './benchmarks/docvqa.ts';
import { gqaMatch } from './benchmarks/gqa.ts';
import { combineRounds, mmBenchFigures, mmBenchTally } from './benchmarks/mmbench.ts';
import { combinePair, mmeFigures, mmeScore, mmeTally } from './benchmarks/mme.ts';
import { scienceQaTally } from './benchmarks/scienceqa.ts';
import { textVqaAccuracy } from './benchmarks/textvqa.ts';
import { vqaV2Accuracy } from './benchmarks/vqav2.ts';
import { choiceTally } from './choice.ts';
import { editDistance } from './edit-distance.ts';
import { normaliseAnswer } from './normalise.ts';
import type { Figures, Scorer, Tally } from './tally.ts';
import { normaliseVqaAnswer } from './vqa-normalise.ts';
import { popesYesOrNo, yesNoFigures, yesNoScore, yesNoTally, yesOrNo } from './yes-no.ts';

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
 * Soft accuracy of VQA after its normalisation: `accepted` holds one answer per person asked. Every person is left out in turn; agreeing with
 * n of the others gives min(1, n / 3), and the mean of that is the score. With three people or fewer, of whom the published rule gives nobody
 * a full score, all the others must agree; a single answer must be met.
 */
export function softAccuracy(given: string, accepted: readonly string[]): number {
  const normal = normaliseVqaAnswer(given);
  const agreeing = accepted.filter((answer) => normaliseVqaAnswer(answer) === normal).length;
  if (accepted.length === 1) return agreeing;
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

function mean(name: ScorerName, score: (given: string, accepted: readonly string[]) => number): Scorer {
  return {
    name,
    tally: (given, accepted) => [score(given, accepted), 1],
    score: meanOf,
  };
}

const meanOf: Scorer['score'] = ([sum = 0, questions = 0]) => sum / questions;

const choiceFigures = ([, questions = 0, unnamed = 0]: Tally): Figures => ({
  undecided: questions === 0 ? null : unnamed / questions,
});

/** What follows a colon is a benchmark's own rule. */
export const scorers: Readonly<Record<ScorerName, Scorer>> = {
  exact: mean('exact', exactMatch),
  'exact:gqa': mean('exact:gqa', gqaMatch),
  vqa: mean('vqa', softAccuracy),
  'vqa:vqav2': mean('vqa:vqav2', vqaV2Accuracy),
  'vqa:textvqa': mean('vqa:textvqa', textVqaAccuracy),
  contains: mean('contains', contains),
  anls: mean('anls', levenshteinSimilarity),
  'anls:docvqa': mean('anls:docvqa', docVqaAnls),
  choice: { name: 'choice', tally: choiceTally, score: meanOf, figures: choiceFigures },
  'choice:scienceqa': {
    name: 'choice:scienceqa',
    tally: scienceQaTally,
    score: meanOf,
    figures: choiceFigures,
  },
  'choice:mmbench': {
    name: 'choice:mmbench',
    tally: mmBenchTally,
    combine: combineRounds,
    score: meanOf,
    figures: mmBenchFigures,
  },
  'yes-no': {
    name: 'yes-no',
    tally: (given, accepted) => yesNoTally(yesOrNo(given), accepted),
    score: yesNoScore,
    figures: yesNoFigures,
  },
  'yes-no:pope': {
    name: 'yes-no:pope',
    tally: (given, accepted) => yesNoTally(popesYesOrNo(given), accepted),
    score: yesNoScore,
    figures: yesNoFigures,
  },
  'yes-no:mme': {
    name: 'yes-no:mme',
    tally: mmeTally,
    combine: combinePair,
    score: mmeScore,
    figures: mmeFigures,
  },
};

const isScorerName = (name: string): name is ScorerName => name in scorers;

export const scorerNames: readonly ScorerName[] = Object.keys(scorers).filter(isScorerName);
