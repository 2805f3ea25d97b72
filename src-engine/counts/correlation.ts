/** How closely two numbers of the same images go together. Pairs with a NaN are left out. */

export interface Correlation {
  readonly n: number; // pairs
  /** Pearson's: of the values. NaN for fewer than two pairs, and where one side does not vary. */
  readonly linear: number;
  /** Spearman's: of their ranks, ties sharing theirs. */
  readonly rank: number;
}

export function correlationOf(x: ArrayLike<number>, y: ArrayLike<number>): Correlation {
  const pairs = Array.from(x, (value, index) => [value, y[index] ?? Number.NaN] as const).filter(
    ([a, b]) => !Number.isNaN(a) && !Number.isNaN(b),
  );
  const a = pairs.map(([value]) => value);
  const b = pairs.map(([, value]) => value);
  return { n: pairs.length, linear: pearson(a, b), rank: pearson(ranksOf(a), ranksOf(b)) };
}

function pearson(a: readonly number[], b: readonly number[]): number {
  const meanA = a.reduce((sum, value) => sum + value, 0) / a.length;
  const meanB = b.reduce((sum, value) => sum + value, 0) / b.length;
  let both = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (const [index, value] of a.entries()) {
    const da = value - meanA;
    const db = (b[index] ?? 0) - meanB;
    both += da * db;
    squaresA += da * da;
    squaresB += db * db;
  }
  return squaresA > 0 && squaresB > 0 ? both / Math.sqrt(squaresA * squaresB) : Number.NaN;
}

function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0));
  const ranks = new Array<number>(values.length).fill(0);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end += 1;
    for (let place = start; place < end; place += 1) ranks[order[place] ?? 0] = (start + end - 1) / 2;
    start = end;
  }
  return ranks;
}
