/** What a comparison shows about speed, as data, and no more than its runs can carry. The rule and its reasons: docs/decisions/0010. */
import { timeRatio, type Comparison } from './comparison.ts';
import { ratioInterval, type Interval } from './interval.ts';
import { reasonOf, type Reason, type VerdictKind } from './reason.ts';

export interface Verdict {
  readonly kind: VerdictKind;
  /** Encode, project and prefill with all tokens over the same with fewer, medians: above 1 fewer tokens are sooner. */
  readonly ratio: number;
  /** Where the ratio lies, with 95 % confidence; null after one run. */
  readonly spread: Interval | null;
  /** Undisturbed runs of each way. */
  readonly runs: number;
  readonly reason: Reason;
}

/** A difference below this is not worth a word, however often it was measured. */
export const leastDifference = 1.05;
/** Two ways are called the same where the runs leave no room for a difference beyond this. */
export const sameWithin = 1.1;

export function verdict(comparison: Comparison): Verdict {
  const { full, reduced, runs, ratios } = comparison;
  const ratio = timeRatio(full.changeable.median, reduced.changeable.median);
  const interval = ratioInterval(ratios);
  // Medians and means differ where a run was an outlier: then both lie within the spread.
  const spread: Interval | null =
    interval === undefined ? null : [Math.min(interval[0], ratio), Math.max(interval[1], ratio)];
  const kind = spread === null ? 'unclear' : kindOf(ratio, spread);
  return { kind, ratio, spread, runs, reason: reasonOf(comparison, kind) };
}

function kindOf(ratio: number, [low, high]: Interval): VerdictKind {
  if (low > 1 && ratio >= leastDifference) return 'sooner';
  if (high < 1 && ratio <= 1 / leastDifference) return 'later';
  if (low >= 1 / sameWithin && high <= sameWithin) return 'same';
  return 'unclear';
}
