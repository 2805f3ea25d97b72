/** Rules on the numbers themselves: what is no number is replaced, and scores become logarithms of probabilities. */
import { logSum } from './probabilities.ts';

const largest = (2 - 2 ** -23) * 2 ** 127; // of float32

/** Not-a-number becomes 0, the infinities the largest and smallest float32. */
export function removeInvalid(scores: Float32Array): void {
  for (const [id, score] of scores.entries()) {
    if (Number.isNaN(score)) scores[id] = 0;
    else if (!Number.isFinite(score)) scores[id] = score > 0 ? largest : -largest;
  }
}

export function normalise(scores: Float32Array): void {
  const sum = logSum(scores);
  for (const [id, score] of scores.entries()) scores[id] = score - sum;
}
