/** A measurement of speed in plain sentences, the same on every face. Pure. */
import type { BenchBudget, BenchReport } from '../engine.ts';
import { formatMs, formatPercent, formatRatio } from './units.ts';

/** Within these two ratios no difference is claimed. */
const same = { from: 0.95, to: 1.05 };

/** "At 34 % of the tokens an answer begins 1.8× sooner, after 2.10 s instead of 3.80 s (arithmetic promises 2.1×)." */
export function budgetSentence({ plain }: BenchReport, budget: BenchBudget): string {
  const whole = budget.firstToken !== undefined && plain.firstToken !== undefined;
  const gain = budget.firstToken ?? budget.encode;
  const before = plain.firstToken ?? plain.encode;
  const what = whole ? 'an answer begins' : 'the encoder is done';
  const at = `At ${formatPercent(budget.budget)} of the tokens`;
  const ideal = `arithmetic promises ${formatRatio(gain.idealSpeedup)}`;
  if (gain.speedup > same.from && gain.speedup < same.to) {
    return `${at} ${what} as soon as without merging (${formatMs(gain.medianMs)}; ${ideal}).`;
  }
  const [ratio, word] = gain.speedup > 1 ? [gain.speedup, 'sooner'] : [1 / gain.speedup, 'later'];
  return `${at} ${what} ${formatRatio(ratio)} ${word}, after ${formatMs(gain.medianMs)} instead of ${formatMs(before.medianMs)} (${ideal}).`;
}

/** "Merging itself takes 5 % of the time in the blocks of the encoder."; a difference of two medians can come out below nothing. */
export function mergeShareSentence(mergeShareOfBlock: number): string {
  return mergeShareOfBlock > 0
    ? `Merging itself takes ${formatPercent(mergeShareOfBlock)} of the time in the blocks of the encoder.`
    : 'What merging itself adds to the blocks of the encoder costs less than the runs differ.';
}
