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
  const at = (data: Float32Array, row: number, width: number, head: number, k: number): number =>
    data[row * width + head * headDim + k] ?? 0;
  for (let head = 0; head < heads; head += 1) {
    const kvHead = Math.floor((head * kvHeads) / heads);
    for (let row = 0; row < rows; row += 1) {
      const logits = Array.from({ length: options.causal ? row + 1 : rows }, (_, other) => {
        let dot = 0;
        for (let k = 0; k < headDim; k += 1) {
          dot += at(query, row, heads * headDim, head, k) * at(key, other, kvHeads * headDim, kvHead, k);
        }
        return dot / Math.sqrt(headDim) + (options.bias?.[other] ?? 0);
      });
      const top = Math.max(...logits);
      const weights = logits.map((logit) => Math.exp(logit - top));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      for (let k = 0; k < headDim; k += 1) {
        const mixed = weights.reduce(
          (sum, weight, other) => sum + weight * at(value, other, kvHeads * headDim, kvHead, k),
          0,
        );
        out[row * heads * headDim + head * headDim + k] = mixed / total;
      }
    }
  }
  return out;
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
