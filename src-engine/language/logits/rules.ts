/** All rules that a checkpoint's settings bring, in the order in which transformers 5.24 applies them (`_get_logits_processor`). */
import type { GenerationSettings } from '../../families/parts/generation-settings.ts';
import {
  exponentialDecay,
  forcedBos,
  forcedEos,
  minLength,
  minNewTokens,
  suppress,
  suppressAtBegin,
} from './length.ts';
import {
  encoderNoRepeatNgram,
  encoderRepetitionPenalty,
  noRepeatNgram,
  repetitionPenalty,
} from './repetition.ts';
import type { LogitsRule } from './rule.ts';
import { epsilonCutoff, etaCutoff, minP, temperature, topH, topK, topP, typicalP } from './sampled.ts';
import { badWords, sequenceBias } from './sequences.ts';
import { normalise, removeInvalid } from './values.ts';

export interface RuleContext {
  readonly ends: readonly number[]; // end tokens
  readonly promptLength: number;
  readonly maxNewTokens: number;
}

type Rules = readonly (LogitsRule | undefined)[];

/** In every answer, greedy or sampled. Empty for a checkpoint that sets nothing. */
export function rulesFor(
  settings: GenerationSettings,
  sampled: boolean,
  context: RuleContext,
): readonly LogitsRule[] {
  return present([
    ...always(settings, context),
    ...(sampled ? [...sharpening(settings), ...narrowing(settings)] : []),
    ...last(settings),
  ]);
}

/** The same rules where most of a vocabulary need not be looked at: those that see all scores, and those behind a short list. */
export interface RuleChain {
  readonly whole: readonly LogitsRule[];
  /** What temperature and top-k come down to. */
  readonly list: { readonly count: number; readonly heat: number } | undefined;
  readonly short: readonly LogitsRule[];
}

/** Beyond this, sorting all scores is no slower than keeping a list in order. */
const longestList = 256;

export function chainFor(settings: GenerationSettings, sampled: boolean, context: RuleContext): RuleChain {
  const count = settings.top_k ?? samplingDefaults.top_k;
  // top_h comes before top-k and weighs every token.
  if (!sampled || count === 0 || count > longestList || settings.top_h !== undefined)
    return { whole: rulesFor(settings, sampled, context), list: undefined, short: [] };
  return {
    whole: present(always(settings, context)),
    list: { count, heat: settings.temperature ?? samplingDefaults.temperature },
    short: present([...narrowing(settings), ...last(settings)]),
  };
}

const present = (rules: Rules): readonly LogitsRule[] => rules.filter((rule) => rule !== undefined);

const always = (settings: GenerationSettings, context: RuleContext): Rules => [
  ...penalties(settings),
  ...words(settings, context),
  ...lengths(settings, context),
];

const last = (settings: GenerationSettings): Rules => [
  settings.renormalize_logits === true ? normalise : undefined,
];

function penalties(settings: GenerationSettings): Rules {
  const {
    sequence_bias: biases,
    encoder_repetition_penalty: encoder = 1,
    repetition_penalty: penalty = 1,
    no_repeat_ngram_size: ngram = 0,
    encoder_no_repeat_ngram_size: promptNgram = 0,
  } = settings;
  return [
    biases && sequenceBias(biases),
    encoder === 1 ? undefined : encoderRepetitionPenalty(encoder),
    penalty === 1 ? undefined : repetitionPenalty(penalty),
    ngram === 0 ? undefined : noRepeatNgram(ngram),
    promptNgram === 0 ? undefined : encoderNoRepeatNgram(promptNgram),
  ];
}

/** Without an end token there is nothing to hold back. `min_new_tokens` takes the place of `min_length`. */
function words(settings: GenerationSettings, { ends, promptLength }: RuleContext): Rules {
  const { bad_words_ids: bad, min_new_tokens: minNew = 0, min_length: minAll = 0 } = settings;
  const least = settings.min_new_tokens === undefined ? minAll : promptLength + minNew;
  return [
    bad && badWords(bad, ends),
    ends.length > 0 && least > 0 ? minLength(least, ends) : undefined,
    ends.length > 0 && minNew > 0 ? minNewTokens(minNew, ends) : undefined,
  ];
}

function lengths(settings: GenerationSettings, { ends, promptLength, maxNewTokens }: RuleContext): Rules {
  const {
    forced_bos_token_id: bos,
    forced_eos_token_id: eos,
    exponential_decay_length_penalty: decay,
    suppress_tokens: never,
    begin_suppress_tokens: notFirst,
  } = settings;
  return [
    bos === undefined ? undefined : forcedBos(bos),
    eos && forcedEos(eos, promptLength + maxNewTokens),
    settings.remove_invalid_values === true ? removeInvalid : undefined,
    decay && exponentialDecay(...decay, ends),
    never && suppress(never),
    notFirst && suppressAtBegin(notFirst),
  ];
}

/** What transformers takes where nobody says: it samples from the 50 likeliest tokens. */
export const samplingDefaults = { temperature: 1, top_k: 50, top_p: 1 } as const;

function sharpening(settings: GenerationSettings): Rules {
  const heat = settings.temperature ?? samplingDefaults.temperature;
  const count = settings.top_k ?? samplingDefaults.top_k;
  const { top_h: h } = settings;
  return [
    heat === 1 ? undefined : temperature(heat),
    h === undefined ? undefined : topH(h),
    count === 0 ? undefined : topK(count),
  ];
}

function narrowing(settings: GenerationSettings): Rules {
  const share = settings.top_p ?? samplingDefaults.top_p;
  const { min_p: least, typical_p: typical = 1, epsilon_cutoff: epsilon = 0, eta_cutoff: eta = 0 } = settings;
  return [
    share < 1 ? topP(share) : undefined,
    least === undefined ? undefined : minP(least),
    typical < 1 ? typicalP(typical) : undefined,
    epsilon > 0 && epsilon < 1 ? epsilonCutoff(epsilon) : undefined,
    eta > 0 && eta < 1 ? etaCutoff(eta) : undefined,
  ];
}
