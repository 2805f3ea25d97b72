/** The next token from one row of logits: greedy, or seeded with temperature and top-p. Pure; the generator is handed in. */
import type { Sampling } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { seededRandom } from './random.ts';

export type Sampler = (logits: Float32Array) => number;

/**
 * Rows of the embedding beyond the tokenizer's `size` stand for no text and are never chosen.
 * Throws `bad-input` for a temperature or top-p out of range.
 */
export function createSampler(sampling: Sampling, size: number): Sampler {
  if (sampling.kind === 'greedy') return (logits) => greedy(logits, size);
  const { temperature, topP } = sampling;
  if (!(temperature > 0 && temperature <= 100)) {
    throw new EngineError('bad-input', `The temperature is ${temperature}`, {
      remedy: 'give a number above 0 and up to 100',
    });
  }
  if (!(topP > 0 && topP <= 1)) {
    throw new EngineError('bad-input', `Top-p is ${topP}`, { remedy: 'give a number above 0 and up to 1' });
  }
  const random = seededRandom(sampling.seed);
  return (logits) => sample(logits, { size, temperature, topP, draw: random() });
}

/** Index of the largest logit [V]; the lowest id among equals. Throws `bad-checkpoint` when no logit is a number. */
export function greedy(logits: Float32Array, size: number): number {
  const end = Math.min(size, logits.length);
  let best = -1;
  let bestLogit = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < end; id++) {
    const logit = logits[id] ?? Number.NaN;
    if (logit > bestLogit) {
      best = id;
      bestLogit = logit;
    }
  }
  if (best < 0 || bestLogit === Number.POSITIVE_INFINITY) throw notNumbers();
  return best;
}

/**
 * Draws from the smallest set of most likely ids whose probabilities, after the temperature, sum to `topP`; equal probabilities
 * rank by id. `draw` in [0, 1) decides.
 */
export function sample(
  logits: Float32Array,
  options: {
    readonly size: number;
    readonly temperature: number;
    readonly topP: number;
    readonly draw: number;
  },
): number {
  const { temperature, topP, draw } = options;
  const top = greedy(logits, options.size);
  const topLogit = logits[top] ?? 0;
  const weights = Float64Array.from(logits.subarray(0, options.size), (logit) =>
    Number.isNaN(logit) ? 0 : Math.exp((logit - topLogit) / temperature),
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const { ids, mass } = nucleus(weights, total, topP);
  let left = draw * mass;
  for (const id of ids) {
    left -= weights[id] ?? 0;
    if (left < 0) return id;
  }
  return ids.at(-1) ?? top; // rounding of the last subtraction
}

function nucleus(
  weights: Float64Array,
  total: number,
  topP: number,
): { readonly ids: readonly number[]; readonly mass: number } {
  // Ids under this weight sum to less than what top-p leaves out, so none of them is in the set: a vocabulary need not be sorted.
  const floor = ((1 - topP) * total) / weights.length;
  const ranked: number[] = [];
  for (const [id, weight] of weights.entries()) if (weight > 0 && weight >= floor) ranked.push(id);
  ranked.sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b);

  let mass = 0;
  let count = 0;
  while (count < ranked.length && (count === 0 || mass < topP * total)) {
    mass += weights[ranked[count] ?? 0] ?? 0;
    count += 1;
  }
  return { ids: ranked.slice(0, count), mass };
}

function notNumbers(): EngineError {
  return new EngineError(
    'bad-checkpoint',
    'The model gives no usable scores (its logits are not all finite)',
    {
      remedy: {
        kind: 'either',
        remedies: [
          { kind: 'other-precision', precision: 'fp32' },
          { kind: 'download-again', what: 'its weights' },
        ],
      },
    },
  );
}
