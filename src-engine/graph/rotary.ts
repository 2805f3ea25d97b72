/** Cosine and sine tables of rotary position embedding. Default scaling only; nothing is read or run. */

/**
 * @returns cos and sin, row-major [positions, headDim / 2], computed in float64 and stored in float32
 */
export function rotaryTables(
  positions: number,
  headDim: number,
  theta: number,
): { readonly cos: Float32Array; readonly sin: Float32Array } {
  const half = headDim / 2;
  const cos = new Float32Array(positions * half);
  const sin = new Float32Array(positions * half);
  for (let pair = 0; pair < half; pair += 1) {
    // The reference keeps frequencies in float32; at large positions the rounding is visible.
    const frequency = Math.fround(1 / Math.fround(theta ** ((2 * pair) / headDim)));
    for (let position = 0; position < positions; position += 1) {
      const angle = Math.fround(position * frequency);
      cos[position * half + pair] = Math.cos(angle);
      sin[position * half + pair] = Math.sin(angle);
    }
  }
  return { cos, sin };
}
