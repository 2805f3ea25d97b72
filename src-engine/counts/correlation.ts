/** How closely two numbers of the same images go together. Pairs with a NaN are left out. */
import { ascendingOrder } from './ascending-order.ts';

export interface Correlation {
  readonly n: number; // pairs
  /** Pearson's: of the values. NaN for fewer than two pairs, and where one side does not vary. */
  readonly linear: number;
  /** Spearman's: of their ranks, ties sharing theirs. */
  readonly rank: number;
}

export function correlationOf(x: ArrayLike<number>, y: ArrayLike<number>): Correlation {
  return correlationWith(x)(y);
}

/**
 * The same for one side that stays while the other moves: its ranks are found once, as long as every pair is known.
 *
 * @returns takes the other side, and its `ascendingOrder` from whom has it already
 */
export function correlationWith(
  x: ArrayLike<number>,
): (y: ArrayLike<number>, order?: Uint32Array) => Correlation {
  const knownOfX = knownPairs(x, x);
  const a = at(x, knownOfX);
  let ranks: Float64Array | null = null;
  return (y, order) => {
    const known = knownPairs(x, y);
    const b = at(y, known);
    if (known.length === knownOfX.length) {
      ranks ??= ranksOf(a);
      const own = known.length === y.length ? order : undefined;
      return { n: known.length, linear: pearson(a, b), rank: pearson(ranks, ranksOf(b, own)) };
    }
    const fewer = at(x, known);
    return { n: known.length, linear: pearson(fewer, b), rank: pearson(ranksOf(fewer), ranksOf(b)) };
  };
}

/** Indices at which both are known. */
function knownPairs(x: ArrayLike<number>, y: ArrayLike<number>): Uint32Array {
  const known = new Uint32Array(x.length);
  let n = 0;
  for (let index = 0; index < x.length; index += 1)
    if (!Number.isNaN(x[index] ?? Number.NaN) && !Number.isNaN(y[index] ?? Number.NaN)) known[n++] = index;
  return known.subarray(0, n);
}

function at(values: ArrayLike<number>, known: Uint32Array): Float64Array {
  const found = new Float64Array(known.length);
  for (let place = 0; place < known.length; place += 1) found[place] = values[known[place] ?? 0] ?? 0;
  return found;
}

function pearson(a: Float64Array, b: Float64Array): number {
  const meanA = meanOf(a);
  const meanB = meanOf(b);
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

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index] ?? 0;
  return sum / values.length;
}

/** From 0; equal values share the mean of theirs. */
function ranksOf(values: Float64Array, order = ascendingOrder(values)): Float64Array {
  const ranks = new Float64Array(values.length);
  const valueAt = (place: number) => values[order[place] ?? 0] ?? 0;
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && valueAt(end) === valueAt(start)) end += 1;
    const shared = (start + end - 1) / 2;
    for (let place = start; place < end; place += 1) ranks[order[place] ?? 0] = shared;
    start = end;
  }
  return ranks;
}
