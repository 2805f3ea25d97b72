/** How closely two numbers of the same images go together. Pairs with a NaN are left out. */

export interface Correlation {
  readonly n: number; // pairs
  /** Pearson's: of the values. NaN for fewer than two pairs, and where one side does not vary. */
  readonly linear: number;
  /** Spearman's: of their ranks, ties sharing theirs. */
  readonly rank: number;
}

export function correlationOf(x: ArrayLike<number>, y: ArrayLike<number>): Correlation {
  const known = Uint32Array.from(x, (_, index) => index).filter(
    (index) => !Number.isNaN(x[index]) && !Number.isNaN(y[index] ?? Number.NaN),
  );
  const a = Float64Array.from(known, (index) => x[index] ?? 0);
  const b = Float64Array.from(known, (index) => y[index] ?? 0);
  return { n: known.length, linear: pearson(a, b), rank: pearson(ranksOf(a), ranksOf(b)) };
}

function pearson(a: Float64Array, b: Float64Array): number {
  const meanA = a.reduce((sum, value) => sum + value, 0) / a.length;
  const meanB = b.reduce((sum, value) => sum + value, 0) / b.length;
  let both = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let index = 0; index < a.length; index += 1) {
    const da = (a[index] ?? 0) - meanA;
    const db = (b[index] ?? 0) - meanB;
    both += da * db;
    squaresA += da * da;
    squaresB += db * db;
  }
  return squaresA > 0 && squaresB > 0 ? both / Math.sqrt(squaresA * squaresB) : Number.NaN;
}

/** Sorts numbers without a comparator, which is several times as quick: a window asks at every step of a slider. */
function ranksOf(values: Float64Array): Float64Array {
  const sorted = values.slice().sort();
  const rankOf = new Map<number, number>();
  for (let start = 0; start < sorted.length;) {
    let end = start + 1;
    while (end < sorted.length && sorted[end] === sorted[start]) end += 1;
    rankOf.set(sorted[start] ?? 0, (start + end - 1) / 2);
    start = end;
  }
  return values.map((value) => rankOf.get(value) ?? 0);
}
