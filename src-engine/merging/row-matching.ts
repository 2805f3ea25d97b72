/** Soft matching of rows of the language model, round after round, from their inner products alone (the method `rows`, ours). Indices only. */

/** Which cells share a row. */
export interface RowGroups {
  /** The row of every cell, numbered as they first appear [cells]. */
  readonly rowOfCell: Int32Array;
  readonly size: Float32Array; // [n] cells of each row
}

/**
 * In every round rows at even places look for the row at an odd place with the largest cosine, and those whose cosine lies strictly above the
 * threshold join it; the rows that come out stand in the order of their first cells. The rounds end with the first in which nothing joins.
 * A joined row is the mean of its cells, so the cosine of two follows from sums of their cells' inner products and no features are needed.
 * Compared in float32, as in the encoder; ties go to the earlier partner. From 1 upwards the threshold is off.
 *
 * @param products inner products of the rows of all cells [cells, cells]
 */
export function matchRows(products: Float32Array, threshold: number): RowGroups {
  let groups = oneEach(products);
  if (Math.fround(threshold) >= 1) return described(groups);
  for (;;) {
    const joined = joinOnce(groups, Math.fround(threshold));
    if (joined === undefined) return described(groups);
    groups = joined;
  }
}

/** Rows with the sums of inner products of their cells. */
interface Groups {
  readonly rowOfCell: Int32Array;
  readonly sums: Float64Array; // [n, n]
  readonly count: number; // n
}

function oneEach(products: Float32Array): Groups {
  const count = Math.round(Math.sqrt(products.length));
  return {
    rowOfCell: Int32Array.from({ length: count }, (_, cell) => cell),
    sums: Float64Array.from(products),
    count,
  };
}

function joinOnce(groups: Groups, threshold: number): Groups | undefined {
  const { count } = groups;
  const partners = new Map<number, number>();
  for (let row = 0; row < count; row += 2) {
    let best = { partner: -1, cosine: threshold };
    for (let partner = 1; partner < count; partner += 2) {
      const cosine = cosineOf(groups, row, partner);
      if (cosine > best.cosine) best = { partner, cosine };
    }
    if (best.partner >= 0) partners.set(row, best.partner);
  }
  return partners.size === 0 ? undefined : gathered(groups, partners);
}

/** Of two rows' means: sizes cancel out. A row of zeros resembles nothing. */
function cosineOf({ sums, count }: Groups, a: number, b: number): number {
  const lengths = Math.sqrt((sums[a * count + a] ?? 0) * (sums[b * count + b] ?? 0));
  return lengths > 0 ? Math.fround((sums[a * count + b] ?? 0) / lengths) : 0;
}

function gathered({ rowOfCell, sums, count }: Groups, partners: ReadonlyMap<number, number>): Groups {
  const numbers = new Map<number, number>(); // of every row that stays, in the order of first cells
  const next = rowOfCell.map((row) => {
    const kept = partners.get(row) ?? row;
    const number = numbers.get(kept) ?? numbers.size;
    numbers.set(kept, number);
    return number;
  });
  const to = Array.from({ length: count }, (_, row) => numbers.get(partners.get(row) ?? row) ?? 0);
  const left = numbers.size;
  const summed = new Float64Array(left * left);
  for (let a = 0; a < count; a += 1) {
    for (let b = 0; b < count; b += 1) {
      const at = (to[a] ?? 0) * left + (to[b] ?? 0);
      summed[at] = (summed[at] ?? 0) + (sums[a * count + b] ?? 0);
    }
  }
  return { rowOfCell: next, sums: summed, count: left };
}

function described({ rowOfCell, count }: Groups): RowGroups {
  const size = new Float32Array(count);
  for (const row of rowOfCell) size[row] = (size[row] ?? 0) + 1;
  return { rowOfCell, size };
}
