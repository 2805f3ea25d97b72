/** Applies a merge plan to token rows: the size-weighted mean. Knows nothing of scores. */
import type { MergePlan } from './merge-plan.ts';

/** Hidden states with the number of patches that each row stands for. */
export interface Rows {
  readonly hidden: Float32Array; // [n, D]
  readonly size: Float32Array; // [n], 1 at the start; the class token counts as 1
}

/** `x' = sum(s x) / sum(s)` and `s' = sum(s)` over all rows with the same new index (paper section 3.1). Sums are in float64. */
export function mergeRows(rows: Rows, plan: MergePlan): Rows {
  const tokens = rows.size.length;
  const width = tokens === 0 ? 0 : rows.hidden.length / tokens;
  const sums = new Float64Array(plan.tokens * width);
  const sizes = new Float64Array(plan.tokens);
  for (let token = 0; token < tokens; token++) {
    const to = plan.position[token] ?? 0;
    const size = rows.size[token] ?? 0;
    sizes[to] = (sizes[to] ?? 0) + size;
    for (let c = 0; c < width; c++) {
      const at = to * width + c;
      sums[at] = (sums[at] ?? 0) + size * (rows.hidden[token * width + c] ?? 0);
    }
  }
  const hidden = Float32Array.from(sums, (sum, at) => sum / (sizes[Math.floor(at / width)] ?? 1));
  return { hidden, size: Float32Array.from(sizes) };
}
