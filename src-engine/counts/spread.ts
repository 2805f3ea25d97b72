/** Numbers of many images in a few: mean, deviation, quantiles, and what is enough for most of them. NaN stands for what is not known. */

export interface Spread {
  readonly n: number; // those that are known
  readonly mean: number; // NaN where n is 0, as everything below
  readonly std: number;
  readonly min: number;
  readonly max: number;
  readonly median: number;
}

export function spreadOf(values: ArrayLike<number>): Spread {
  const sorted = sortedOf(values);
  const n = sorted.length;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    n,
    mean,
    std: Math.sqrt(squares / n),
    min: sorted[0] ?? Number.NaN,
    max: sorted[n - 1] ?? Number.NaN,
    median: quantile(sorted, 0.5),
  };
}

/** Those that are known, ascending. */
export function sortedOf(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
}

/** Between the two nearest, linearly. @param sorted ascending; @param share 0..1 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = Math.min(1, Math.max(0, share)) * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** The smallest of the values that is not exceeded by at least this share of them: "for 95 % of them 120 is enough". NaN where none is known. */
export function enoughFor(values: ArrayLike<number>, share: number): number {
  return enoughOf(sortedOf(values), share);
}

/** The same of values that are known and sorted already, ascending. */
export function enoughOf(sorted: ArrayLike<number>, share: number): number {
  const place = Math.max(1, Math.ceil(share * sorted.length - 1e-9));
  return sorted[place - 1] ?? Number.NaN;
}

/**
 * Indices of values far outside the others: beyond the quartiles by more than one and a half times their distance (Tukey's fences). None of fewer
 * than eight.
 */
export function outliersOf(values: ArrayLike<number>): number[] {
  const sorted = sortedOf(values);
  if (sorted.length < 8) return [];
  const [low, high] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  const reach = 1.5 * (high - low);
  return Array.from(values, (value, index) =>
    value < low - reach || value > high + reach ? index : -1,
  ).filter((index) => index >= 0);
}
