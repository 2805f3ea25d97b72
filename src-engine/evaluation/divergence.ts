/** How far one next-token distribution is from another. Pure. */

/** Natural logarithm of the softmax, in double precision. @param logits [V] */
function logProbabilities(logits: Float32Array): Float64Array {
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) largest = Math.max(largest, logit);
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  const shift = largest + Math.log(sum);
  return Float64Array.from(logits, (logit) => logit - shift);
}

/**
 * Kullback-Leibler divergence from `other` to `reference`, in nats: what is lost per token when the reference speaks and the other listens.
 * @param reference [V] logits, @param other [V] logits
 */
export function divergence(reference: Float32Array, other: Float32Array): number {
  const p = logProbabilities(reference);
  const q = logProbabilities(other);
  let sum = 0;
  for (let id = 0; id < p.length; id += 1) {
    const logP = p[id] ?? 0;
    sum += Math.exp(logP) * (logP - (q[id] ?? 0));
  }
  return Math.max(0, sum); // rounding may leave a tiny negative number
}
