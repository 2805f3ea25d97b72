/** Mean, spread and quantiles of token counts. */

/** In percent; a calibration point stores its counts at these. */
export const quantileLevels = [0, 5, 10, 25, 50, 75, 90, 95, 100] as const;

export interface Summary {
  readonly mean: number;
  readonly std: number; // of the population
  readonly quantiles: readonly number[]; // at quantileLevels, linear between neighbours
  /** How far the mean may be off, see mean-error.ts; absent where nobody has looked, as in earlier versions. */
  readonly meanError?: number;
}

export function summarise(counts: readonly number[]): Summary {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
  const sorted = counts.toSorted((a, b) => a - b);
  const quantiles = quantileLevels.map((level) => quantileAt(sorted, level / 100));
  return { mean, std: Math.sqrt(variance), quantiles };
}

/** Linear between neighbours; NaN where there are no values. */
export function quantileAt(sorted: ArrayLike<number>, share: number): number {
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? NaN;
  const high = sorted[Math.ceil(at)] ?? NaN;
  return low + (high - low) * (at - Math.floor(at));
}
