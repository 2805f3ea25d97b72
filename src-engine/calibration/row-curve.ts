/** How many rows thresholds leave (the method `rows`), counted on a calibration's images; and the threshold for a wanted average. Pure. */
import type { CalibrationInfo } from '../engine.ts';
import { matchRows } from '../merging/row-matching.ts';
import { presetTarget, reachableRange, thresholdsFor } from './curve.ts';
import { summarise, type Summary } from './statistics.ts';

export interface RowPoint extends Summary {
  readonly threshold: number; // 0..1, above every one with a smaller mean
}

/** Cosines to count at, ascending: coarse where rows have little in common, fine where nearly equal ones part. */
export const countedThresholds: readonly number[] = [
  ...steps(0, 50, 5, 100),
  ...steps(50, 99, 1, 100),
  ...steps(990, 999, 1, 1000),
];

function steps(from: number, to: number, step: number, whole: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) }, (_, index) => (from + index * step) / whole);
}

/** Rows that every counted threshold leaves of one view. @param products inner products of its rows [cells, cells] */
export function rowCounts(products: Float32Array): number[] {
  return countedThresholds.map((threshold) => matchRows(products, threshold).size.length);
}

/** Ascending by mean and threshold; a threshold that leaves no more rows than the one below it is left out. @param counts [images][thresholds] */
export function rowPoints(counts: readonly (readonly number[])[]): RowPoint[] {
  const points: RowPoint[] = [];
  for (const [index, threshold] of countedThresholds.entries()) {
    const summary = summarise(counts.map((ofImage) => ofImage[index] ?? 0));
    if (summary.mean > (points.at(-1)?.mean ?? 0)) points.push({ threshold, ...summary });
  }
  return points;
}

/** Interpolates as thresholds of the encoder are: above the last point lies 1, which leaves every row. */
export function rowThresholdFor(
  average: number,
  points: readonly RowPoint[],
  cells: number,
): { readonly threshold: number; readonly target: number } {
  const curve = points.map(({ mean, threshold }) => ({ mean, thresholds: [threshold] }));
  const { thresholds, target } = thresholdsFor(average, curve, cells);
  return { threshold: thresholds[0] ?? 1, target };
}

/** What a slider of rows needs to know. */
export function rowCalibrationInfo(
  points: readonly RowPoint[],
  cells: number,
): NonNullable<CalibrationInfo['rows']> {
  return {
    points: points.map(({ mean, std, quantiles }) => ({ target: mean, mean, std, quantiles })),
    range: reachableRange(
      points.map(({ mean, threshold }) => ({ mean, thresholds: [threshold] })),
      cells,
    ),
    presets: {
      low: presetTarget('low', cells),
      mid: presetTarget('mid', cells),
      high: presetTarget('high', cells),
    },
  };
}
