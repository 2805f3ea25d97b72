/** Probabilities of scores, in double precision. Pure. */

/** -Infinity where no score is a number. */
export function largestOf(scores: Float32Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < scores.length; id++) {
    const score = scores[id] ?? largest;
    if (score > largest) largest = score;
  }
  return largest;
}

/** Logarithm of the sum of exponentials; of the largest scores' infinity, that. */
export function logSum(scores: Float32Array): number {
  const largest = largestOf(scores);
  let sum = 0;
  for (let id = 0; id < scores.length; id++) {
    const score = scores[id] ?? 0;
    if (score !== Number.NEGATIVE_INFINITY || largest === score) sum += Math.exp(score - largest); // forbidden tokens add nothing
  }
  return largest + Math.log(sum);
}

/** One token that is not forbidden. */
export interface Candidate {
  readonly id: number;
  readonly score: number;
  readonly probability: number;
}

/** The tokens that are not forbidden, by id. */
export function candidates(scores: Float32Array): Candidate[] {
  const sum = logSum(scores);
  const found: Candidate[] = [];
  for (let id = 0; id < scores.length; id++) {
    const score = scores[id] ?? 0;
    if (score > Number.NEGATIVE_INFINITY) found.push({ id, score, probability: Math.exp(score - sum) });
  }
  return found;
}

/** Of a distribution, in nats. */
export function entropy(probabilities: Iterable<number>): number {
  let sum = 0;
  for (const probability of probabilities) {
    if (probability > 0) sum -= probability * Math.log(probability);
  }
  return sum;
}

/** The `count` largest scores, falling; fewer where there are fewer. */
export function largestScores(scores: Float32Array, count: number): Float32Array {
  const wanted = Math.min(count, scores.length);
  if (wanted > 256) return Float32Array.from(scores).sort().reverse().slice(0, wanted);
  const top = new Float32Array(wanted).fill(Number.NEGATIVE_INFINITY);
  let last = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < scores.length; id++) {
    const score = scores[id] ?? 0;
    if (!(score > last)) continue;
    let at = wanted - 1;
    for (; at > 0 && score > (top[at - 1] ?? 0); at--) top[at] = top[at - 1] ?? 0;
    top[at] = score;
    last = top[wanted - 1] ?? 0;
  }
  return top;
}
