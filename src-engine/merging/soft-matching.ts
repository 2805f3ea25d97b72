/** Bipartite soft matching: which odd token every even token resembles most. Decides nothing; merge-plan.ts does. */

/** 1 where token 0 is a class token, which never merges; 0 otherwise. */
export type Prefix = 0 | 1;

/** The best partner in B (odd tokens) for every token of A (even tokens). Row `i` is token `2i`, partner `j` is token `2j + 1`. */
export interface Matching {
  /** Cosine of row `i` and its partner; -Infinity for the class token and where B is empty. */
  readonly best: Float32Array; // [Na], Na = ceil(n / 2)
  readonly partner: Int32Array; // [Na], 0..Nb-1
}

/**
 * Matches by cosine similarity (paper section 3.1). Ties go to the lowest partner.
 * A row of zeros resembles nothing: its scores are 0.
 *
 * @param metric keys averaged over heads, not normalised, [n, d]
 */
export function softMatching(metric: Float32Array, tokens: number, prefix: Prefix): Matching {
  const channels = tokens === 0 ? 0 : metric.length / tokens;
  const unit = unitRows(metric, channels);
  const rows = Math.ceil(tokens / 2);
  const best = new Float32Array(rows).fill(-Infinity);
  const partner = new Int32Array(rows);
  for (let i = prefix; i < rows; i++) {
    for (let j = 0; 2 * j + 1 < tokens; j++) {
      // Rounded before it is compared: scores that are equal in float32 are ties.
      const score = Math.fround(dot(unit, 2 * i * channels, (2 * j + 1) * channels, channels));
      if (score > (best[i] ?? 0)) {
        best[i] = score;
        partner[i] = j;
      }
    }
  }
  return { best, partner };
}

function unitRows(metric: Float32Array, channels: number): Float64Array {
  const unit = Float64Array.from(metric);
  for (let start = 0; start < unit.length; start += channels) {
    const length = Math.sqrt(dot(unit, start, start, channels));
    if (length === 0) continue;
    for (let c = start; c < start + channels; c++) unit[c] = (unit[c] ?? 0) / length;
  }
  return unit;
}

function dot(values: Float64Array, a: number, b: number, length: number): number {
  let sum = 0;
  for (let c = 0; c < length; c++) sum += (values[a + c] ?? 0) * (values[b + c] ?? 0);
  return sum;
}
