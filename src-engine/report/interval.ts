/** How far the mean of a few measurements can be from what many would give: Student's interval. */

export type Interval = readonly [low: number, high: number];

/** Two-sided 95 % quantiles of Student's t with 1 to 10 degrees of freedom. */
const quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228] as const;
const normal = 1.959964; // with infinitely many

/** For more degrees than the table has, the first terms of Cornish and Fisher's expansion; right to three digits. */
export function studentQuantile(degrees: number): number {
  const listed = quantiles[degrees - 1];
  if (listed !== undefined) return listed;
  const z = normal;
  return (
    z +
    (z ** 3 + z) / (4 * degrees) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * degrees ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * degrees ** 3)
  );
}

/**
 * The interval that holds the mean in 95 of 100 such series, of ratios: in logarithms, so that exchanging the two ways turns it over.
 * Undefined for fewer than two, which have no spread.
 */
export function ratioInterval(ratios: readonly number[]): Interval | undefined {
  const n = ratios.length;
  if (n < 2) return undefined;
  const logs = ratios.map(Math.log);
  const mean = logs.reduce((sum, value) => sum + value, 0) / n;
  const variance = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const half = studentQuantile(n - 1) * Math.sqrt(variance / n);
  return [Math.exp(mean - half), Math.exp(mean + half)];
}
