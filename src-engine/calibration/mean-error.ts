/** How far an average may be off because it is of these images and no others: a bootstrap with the same numbers on every machine. Pure. */
import { quantileAt } from './statistics.ts';

/** Enough for two digits. */
const resamples = 1000;
/** From here on the standard error says the same, and resampling only takes time. */
const mostResampled = 1000;
const seed = 0x9e3779b9;

/** Whole numbers below `limit`, by xorshift (Marsaglia 2003) on 32 bits. */
function draws(limit: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/**
 * Half of the middle 95 % of the means of resamples, in the unit of the counts; 0 for one count, of which nothing is known.
 * The order of the counts does not matter: machines that share a calibration find the same.
 */
export function meanError(counts: readonly number[]): number {
  const { length } = counts;
  if (length < 2) return 0;
  const mean = counts.reduce((sum, count) => sum + count, 0) / length;
  if (length > mostResampled) {
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / length;
    return 1.96 * Math.sqrt(variance / length);
  }
  const sorted = Float64Array.from(counts).sort();
  const draw = draws(length);
  const means = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample += 1) {
    let sum = 0;
    for (let each = 0; each < length; each += 1) sum += sorted[draw()] ?? 0;
    means[resample] = sum / length;
  }
  means.sort();
  return (quantileAt(means, 0.975) - quantileAt(means, 0.025)) / 2;
}
