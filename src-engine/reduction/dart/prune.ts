/**
 * DART's choice of rows (Wen et al., arXiv 2502.11494) before the language model: a few pivots of large norm, and for each of them the rows that
 * resemble it least. Pure.
 */

/** Pivots among the image's rows in the authors' scripts. Theirs has as many of the text, which are known only inside of the language model. */
export const imagePivots = 4;

/**
 * The cells whose rows stay, ascending [tokens].
 *
 * @param rows of all cells [cells, width]
 * @param products inner products of the rows [cells, cells]
 * @param tokens rows that are left, 1..cells
 */
export function pruneRows(rows: Float32Array, products: Float32Array, tokens: number): Int32Array {
  const cells = Math.round(Math.sqrt(products.length));
  const norms = absoluteSums(rows, cells);
  const ranked = Int32Array.from(norms.keys()).sort((a, b) => (norms[b] ?? 0) - (norms[a] ?? 0) || a - b);
  const pivots = ranked.subarray(0, Math.min(imagePivots, tokens));
  const kept = new Set(pivots);
  const others = tokens - pivots.length;
  for (const [index, pivot] of pivots.entries()) {
    const share = cut(index + 1, others, pivots.length) - cut(index, others, pivots.length);
    for (const cell of leastAlike(products, cells, pivot, kept).subarray(0, share)) kept.add(cell);
  }
  return Int32Array.from(kept).sort();
}

/** Where part `index` of `parts` begins when `whole` is cut into whole numbers. */
function cut(index: number, whole: number, parts: number): number {
  return Math.floor((index * whole) / parts);
}

function absoluteSums(rows: Float32Array, cells: number): Float64Array {
  const width = rows.length / cells;
  return Float64Array.from({ length: cells }, (_, cell) => {
    let sum = 0;
    for (let i = cell * width; i < (cell + 1) * width; i += 1) sum += Math.abs(rows[i] ?? 0);
    return sum;
  });
}

/** Cells that are not kept, by ascending cosine with the pivot; of equal ones the earlier first. */
function leastAlike(
  products: Float32Array,
  cells: number,
  pivot: number,
  kept: ReadonlySet<number>,
): Int32Array {
  const length = (cell: number): number => Math.sqrt(products[cell * cells + cell] ?? 0);
  const cosine = Float32Array.from({ length: cells }, (_, cell) => {
    const lengths = length(cell) * length(pivot);
    return lengths > 0 ? (products[pivot * cells + cell] ?? 0) / lengths : 0;
  });
  return Int32Array.from(cosine.keys())
    .filter((cell) => !kept.has(cell))
    .sort((a, b) => (cosine[a] ?? 0) - (cosine[b] ?? 0) || a - b);
}
