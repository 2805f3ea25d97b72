/** The next token from one row of scores: the likeliest, or drawn by a seed. Rules on scores are in logits/. Pure; the generator is handed in. */
import type { GenerationSettings } from '../families/parts/generation-settings.ts';
import type { Sampling } from '../engine.ts';
import { EngineError } from '../errors.ts';
import { createHistory } from './logits/history.ts';
import type { TokenHistory } from './logits/history.ts';
import { likeliest } from './logits/likeliest.ts';
import { largestOf } from './logits/probabilities.ts';
import { chainFor } from './logits/rules.ts';
import type { RuleChain } from './logits/rules.ts';
import { seededRandom } from './random.ts';

/** Chooses the token after those it has chosen before. @param logits [V], left as they are */
export type Sampler = (logits: Float32Array) => number;

export interface SamplerOptions {
  readonly sampling: Sampling;
  readonly settings: GenerationSettings;
  /** Rows of the embedding that the model can choose. */
  readonly size: number;
  /** Ids of the prompt as the unmerged model reads it: every image token stands in it. Called only where a rule looks back. */
  readonly prompt: () => readonly number[];
  readonly ends: readonly number[]; // end tokens
  readonly maxNewTokens: number;
}

/**
 * Throws `bad-input` for sampling out of range. The sampler throws `bad-checkpoint` where no logit is a number or the checkpoint's settings
 * forbid every token.
 */
export function createSampler(options: SamplerOptions): Sampler {
  const { sampling, size, maxNewTokens, ends } = options;
  const sampled = sampling.kind === 'sample';
  const settings = { ...options.settings, ...requested(sampling) };
  if (sampled) checkSampling(settings);
  const draw = sampled ? drawFrom(seededRandom(sampling.seed)) : greedy;
  const first = chainFor(settings, sampled, { ends, promptLength: 0, maxNewTokens });
  if (first.whole.length === 0) {
    const { list, short } = first;
    return list === undefined
      ? (logits) => draw(logits, size)
      : (logits) => drawListed(logits.subarray(0, size), { list, short }, draw, unread);
  }
  const history = createHistory(options.prompt());
  const { whole, list, short } = chainFor(settings, sampled, {
    ends,
    promptLength: history.promptLength,
    maxNewTokens,
  });
  let scratch = new Float32Array(0); // one for the whole answer
  return (logits) => {
    if (settings.remove_invalid_values !== true) greedy(logits, size); // refuses what is no number
    const row = logits.subarray(0, size);
    if (scratch.length !== row.length) scratch = new Float32Array(row.length);
    scratch.set(row);
    for (const rule of whole) rule(scratch, history);
    if (largestOf(scratch) === Number.NEGATIVE_INFINITY) throw nothingAllowed();
    const token =
      list === undefined ? draw(scratch, size) : drawListed(scratch, { list, short }, draw, history);
    history.push(token);
    return token;
  };
}

/** For rules that look at scores alone. */
const unread = createHistory([]);

/** Draws from the likeliest tokens alone. */
function drawListed(
  row: Float32Array,
  { list, short }: Required<Pick<RuleChain, 'short'>> & { readonly list: NonNullable<RuleChain['list']> },
  draw: (scores: Float32Array, size: number) => number,
  history: TokenHistory,
): number {
  const { ids, scores } = likeliest(row, list.count, list.heat);
  if (ids.length === 0) greedy(row, row.length); // refuses what is no number
  for (const rule of short) rule(scores, history);
  return ids[draw(scores, scores.length)] ?? 0;
}

/** What a request says itself, under the names of generation_config.json; it goes before what the checkpoint says. */
export function requested(sampling: Sampling): GenerationSettings {
  if (sampling.kind === 'greedy') return {};
  const { temperature, topK, topP, minP } = sampling;
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topK === undefined ? {} : { top_k: topK }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(minP === undefined ? {} : { min_p: minP }),
  };
}

/** By setting: what transformers can sample with, or ignores; what it refuses is refused. */
const usable: readonly (readonly [keyof GenerationSettings, (value: number) => boolean, string])[] = [
  ['temperature', (value) => value > 0 && value <= 100, 'a number above 0 and up to 100'],
  ['top_h', (value) => value > 0 && value <= 1, 'a number above 0 and up to 1'],
  ['top_p', (value) => value >= 0, 'a number above 0 and up to 1'],
  ['min_p', (value) => value >= 0 && value <= 1, 'a number from 0 to 1'],
  ['typical_p', (value) => value > 0, 'a number above 0 and up to 1'],
];

function checkSampling(settings: GenerationSettings): void {
  for (const [name, fits, takes] of usable) {
    const value = settings[name];
    if (typeof value !== 'number' || fits(value)) continue;
    throw new EngineError('bad-input', `Tokens cannot be sampled with ${name} ${value}`, {
      remedy: `give ${takes}, or ask greedily`,
    });
  }
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

/** Every id has its share of [0, 1), in the order of ids; a number from `random` falls into one of them. */
export function drawFrom(random: () => number): (scores: Float32Array, size: number) => number {
  let weights = new Float64Array(0); // one for the whole answer
  return (scores, size) => {
    const top = greedy(scores, size);
    const topScore = scores[top] ?? 0;
    const end = Math.min(size, scores.length);
    if (weights.length < end) weights = new Float64Array(end);
    let total = 0;
    for (let id = 0; id < end; id++) {
      const score = scores[id] ?? 0;
      const weight = score > Number.NEGATIVE_INFINITY ? Math.exp(score - topScore) : 0; // neither forbidden nor not a number
      weights[id] = weight;
      total += weight;
    }
    let left = random() * total;
    for (let id = 0; id < end; id++) {
      left -= weights[id] ?? 0;
      if (left < 0) return id;
    }
    return top; // rounding of the last subtraction
  };
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

function nothingAllowed(): EngineError {
  return new EngineError('bad-checkpoint', 'The settings of generation_config.json forbid every token', {
    remedy: 'take suppress_tokens and its like out of that file',
  });
}
