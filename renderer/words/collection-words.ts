/** A collection in words: what a budget costs, how sure that is, how complexity and tokens go together. Pure. */
import type { Correlation } from '../../src-engine/counts/correlation.ts';
import type { CountedMethod, Following, InterpolationCheck, ModelInfo } from '../../src-engine/engine.ts';
import { methods } from '../../src-engine/reduction/methods.ts';
import { formatPercent, plural } from '../../src-engine/report/units.ts';
import type { CollectionBudget, CountUnit } from '../state/collection/counts.ts';
import { curveOf } from '../state/budget.ts';
import type { BudgetDifference, BudgetPlan } from '../state/collection/plan.ts';

const grouped = new Intl.NumberFormat('en'); // made once: these sentences are written at every step of a slider
const whole = (count: number) => grouped.format(Math.round(count));

/** A folder as people call it: its last part. */
export function folderName(path: string): string {
  return path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
}

/** What is said beside the switch: whether files that come and go are noticed; with the reason where not at once. */
export function followingWords(following: Following): { readonly short: string; readonly why: string } {
  if (following.kind === 'watched') return { short: 'Following', why: followingSentences.watched };
  if (following.kind === 'off') return { short: 'Not following', why: followingSentences.off };
  return {
    short: 'Looked through from time to time',
    why: `${following.reason} ${followingSentences.rescanned}`,
  };
}

const followingSentences = {
  watched: 'Images that are added, changed or removed appear here by themselves.',
  rescanned: 'So it is looked through again from time to time, and whenever you ask.',
  off: 'Images that are added, changed or removed appear when the folder is looked through again.',
};

/** "These 3,412 images cost 88 tokens on average at this budget; for 95 % of them 120 is enough." */
/** At the head of a column, a figure or a sentence. */
export function unitHeading(unit: CountUnit): string {
  return unit === 'rows' ? 'Rows' : 'Tokens';
}

export function planSentence({ images, mean, enough }: BudgetPlan, unit: CountUnit, which = 'These'): string {
  if (images === 1)
    return `${which === 'These' ? 'This' : which} image costs ${whole(mean)} ${unit} at this budget.`;
  return `${which} ${whole(images)} images cost ${whole(mean)} ${unit} on average at this budget; for 95 % of them ${whole(enough)} is enough.`;
}

/** "That is 34 % of the 873,472 tokens without merging: 573,231 are saved." */
export function savingsSentence({ total, fullTotal }: BudgetPlan, unit: CountUnit): string {
  const saved = fullTotal - total;
  const share = `That is ${formatPercent(total / fullTotal)} of the ${whole(fullTotal)} ${unit} without merging`;
  return saved < 0.5 ? `${share}: nothing is saved.` : `${share}: ${whole(saved)} are saved.`;
}

export function uncountedSentence({ unknown }: BudgetPlan): string | null {
  if (unknown === 0) return null;
  return unknown === 1 ? 'One image is not counted yet.' : `${whole(unknown)} images are not counted yet.`;
}

/** How far the counts on screen may be from measured ones. */
export function interpolationSentence(
  measured: boolean,
  tokens: number,
  budgets: readonly number[],
  check: InterpolationCheck | null,
  unit: CountUnit,
): string {
  if (measured) return 'Every count was measured at exactly this budget.';
  const line =
    'This budget lies between two that were measured, and counts are read off the line between them';
  const above = budgets.find((budget) => budget > tokens) ?? Infinity;
  const below = budgets.findLast((budget) => budget < tokens) ?? 0;
  const gap = check?.gaps.find(({ budget }) => budget > below && budget < above);
  if (gap === undefined) return `${line}; how far off they are is not known here.`;
  return `${line}. On ${plural(gap.images, 'image')} counted halfway they were off by ${gap.mean.toFixed(1)} ${unit} per view on average, ${gap.most.toFixed(1)} at most.`;
}

/** "Rank correlation (Spearman) 0.82, linear (Pearson) 0.78, n = 3,412" */
export function relationWords({ n, linear, rank }: Correlation): string {
  if (n < 3 || Number.isNaN(rank)) return `Too few images are counted for a correlation (n = ${whole(n)}).`;
  return `Spearman ${rank.toFixed(2)} · Pearson ${linear.toFixed(2)} · n = ${whole(n)}`;
}

export function budgetWords({ method, tokens }: CollectionBudget, most: number, unit: CountUnit): string {
  if (tokens >= most) return `all ${unit}`;
  const { choice, control } = methods[method];
  return control === 'average' ? `${choice}, ${tokens} on average` : `${choice}, ${tokens} each`;
}

/** "With Exact, 64 each, an image costs 24 tokens fewer on average; 812 images get more, 2,600 get fewer." */
export function differenceSentence(
  difference: BudgetDifference,
  other: CollectionBudget,
  most: number,
  unit: CountUnit,
): string {
  const { images, mean, more, fewer } = difference;
  const by =
    Math.abs(mean) < 0.05
      ? `as many ${unit}`
      : `${Math.abs(mean).toFixed(1)} ${unit} ${mean > 0 ? 'more' : 'fewer'}`;
  return `With ${budgetWords(other, most, unit)}, an image costs ${by} on average; ${whole(more)} of ${whole(images)} get more, ${whole(fewer)} get fewer.`;
}

/** Why nothing can be counted by a method; null where it can. */
export function calibrationMissing(info: ModelInfo, method: CountedMethod): string | null {
  if (curveOf(method, info) !== null) return null;
  return method === 'rows'
    ? 'This model has no calibration of its rows, so there are no budgets to count at.'
    : 'This model has no calibration, so there are no budgets to count at.';
}
