/** Counts that were measured between two points of a calibration against those that the curve gives there. */
import { countsAt } from './count-curve.ts';
import type { CountedImage } from './count-curve.ts';

export interface CheckedImage extends CountedImage {
  /** How many views it counts as: not whole where its own shape is not that of the encoder's square. */
  readonly views: number;
  /** Measured at each of the budgets between the points; null where it was not. */
  readonly between: readonly (number | null)[];
}

export interface GapError {
  readonly budget: number;
  readonly images: number;
  readonly mean: number; // absolute, tokens per view
  readonly most: number;
}

/** One entry a budget at which something was measured. @param budgets where `between` was measured, tokens per view */
export function gapErrors(
  images: readonly CheckedImage[],
  means: readonly number[],
  patches: number,
  budgets: readonly number[],
): GapError[] {
  return budgets.flatMap((budget, gap) => {
    const read = countsAt(images, means, patches, budget);
    const errors = images.flatMap(({ between, views }, index) => {
      const measured = between[gap] ?? null;
      const error = measured === null ? Number.NaN : Math.abs((read[index] ?? Number.NaN) - measured) / views;
      return Number.isNaN(error) ? [] : [error];
    });
    if (errors.length === 0) return [];
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    return [{ budget, images: errors.length, mean, most: Math.max(...errors) }];
  });
}
