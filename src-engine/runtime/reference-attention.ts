/** Attention in float64, written plainly: what a device's kernels are checked against. Slow on purpose; never used for answers. */

export interface HeadRows {
  readonly query: Float32Array; // [rows, heads * headDim]
  readonly key: Float32Array; // [rows, kvHeads * headDim]
  readonly value: Float32Array; // [rows, kvHeads * headDim]
}

export interface HeadShape {
  readonly rows: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
}

/**
 * softmax(q·k / √d + bias) v, causal if asked; key head `⌊h · kvHeads / heads⌋` serves query head `h`.
 * @param bias per key [rows], added to its logits
 * @returns [rows, heads * headDim]
 */
export function referenceAttention(
  { query, key, value }: HeadRows,
  { rows, heads, kvHeads, headDim }: HeadShape,
  options: { readonly bias?: ArrayLike<number>; readonly causal: boolean },
): Float64Array {
  const out = new Float64Array(rows * heads * headDim);
  const [wide, narrow] = [heads * headDim, kvHeads * headDim];
  const weights = new Float64Array(rows);
  for (let head = 0; head < heads; head += 1) {
    const from = head * headDim;
    const kvFrom = Math.floor((head * kvHeads) / heads) * headDim;
    for (let row = 0; row < rows; row += 1) {
      const seen = options.causal ? row + 1 : rows;
      let top = Number.NEGATIVE_INFINITY;
      for (let other = 0; other < seen; other += 1) {
        const logit =
          dot(query, row * wide + from, key, other * narrow + kvFrom, headDim) / Math.sqrt(headDim) +
          (options.bias?.[other] ?? 0);
        weights[other] = logit;
        top = Math.max(top, logit);
      }
      let total = 0;
      const mixed = out.subarray(row * wide + from, row * wide + from + headDim);
      for (let other = 0; other < seen; other += 1) {
        const weight = Math.exp((weights[other] ?? 0) - top);
        total += weight;
        addScaled(mixed, value, other * narrow + kvFrom, weight);
      }
      for (let k = 0; k < headDim; k += 1) mixed[k] = (mixed[k] ?? 0) / total;
    }
  }
  return out;
}

function dot(a: Float32Array, aFrom: number, b: Float32Array, bFrom: number, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k += 1) sum += (a[aFrom + k] ?? 0) * (b[bFrom + k] ?? 0);
  return sum;
}

function addScaled(into: Float64Array, from: Float32Array, at: number, scale: number): void {
  for (let k = 0; k < into.length; k += 1) into[k] = (into[k] ?? 0) + scale * (from[at + k] ?? 0);
}

/** Rotary embedding of [rows, heads * headDim] at positions 0.., halves rotated against each other as Llama does. */
export function referenceRotary(
  data: Float32Array,
  headDim: number,
  theta: number,
  width: number,
): Float32Array {
  const half = headDim / 2;
  return data.map((x, index) => {
    const row = Math.floor(index / width);
    const k = index % headDim;
    const angle = row / theta ** ((2 * (k % half)) / headDim);
    const partner = k < half ? -(data[index + half] ?? 0) : (data[index - half] ?? 0);
    return x * Math.cos(angle) + partner * Math.sin(angle);
  });
}
