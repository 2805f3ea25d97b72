/** Whether images keep about as many tokens as those of a calibration: if not, its averages are not theirs. */
import { spreadOf } from './spread.ts';

/** A point of a calibration, per view. */
export interface ReferencePoint {
  readonly mean: number;
  readonly std: number;
  readonly quantiles: readonly number[]; // at 0, 5, 10, 25, 50, 75, 90, 95, 100 %
}

export interface Likeness {
  readonly images: number;
  readonly budget: number; // where it was looked at: the reference's mean
  readonly mean: number; // of these images
  /** Share of these images outside the middle nine tenths of the reference; a tenth is usual. */
  readonly outside: number;
  readonly alike: boolean;
}

/** A mean that differs by more than this share is another one, if so many images cannot differ so much by chance. */
const largestDifference = 0.15;
const largestOutside = 0.3;
/** Fewer images say nothing. */
const fewest = 20;

/** @param counts tokens per view at the point, NaN where not known. Undefined where there are too few. */
export function likenessOf(counts: ArrayLike<number>, point: ReferencePoint): Likeness | undefined {
  const { n, mean } = spreadOf(counts);
  if (n < fewest) return undefined;
  const [low, high] = [point.quantiles[1] ?? -Infinity, point.quantiles[7] ?? Infinity];
  const outside = Array.from(counts).filter((count) => count < low || count > high).length / n;
  const chance = (2 * point.std) / Math.sqrt(n);
  const difference = Math.abs(mean - point.mean);
  const alike =
    outside <= largestOutside && (difference <= chance || difference <= largestDifference * point.mean);
  return { images: n, budget: point.mean, mean, outside, alike };
}
