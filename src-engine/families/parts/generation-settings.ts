/** The fields of generation_config.json that decide which token comes next and when an answer ends, under their own names. */
import { z } from 'zod';
import { count, flag, sizes } from './config-fields.ts';

/** Most entries of a list; published ones have a few thousand. */
const longest = 100_000;

const id = count(sizes.vocabulary, 0);
const tokens = count(sizes.positions, 0);
const real = z.number({ error: 'must be a number' });
/** What transformers refuses when a question comes. */
const positive = real.gt(0, { error: 'must be a number above 0' });

const idList = { error: 'must be a list of token ids' };
/** Whisper's lists hold -1, which no token has. */
const suppressed = z.array(count(sizes.vocabulary, -1), idList).max(longest, idList);
const sequence = z.array(id, idList).min(1, { error: 'must name a token' }).max(1024, idList);
const oneOrMore = z.union([id.transform((one) => [one]), z.array(id).max(1024)], {
  error: 'must be a token id or a list of token ids',
});
const texts = z.union([z.string().transform((one) => [one]), z.array(z.string()).max(1024)], {
  error: 'must be text or a list of texts',
});

/** null and absent are the same. */
function optional<T extends z.ZodType>(field: T) {
  return field.nullish().transform((value) => value ?? undefined);
}

/** Each as transformers 5.24 reads it. */
export const settingsSchema = z.object(
  {
    do_sample: optional(flag()),
    max_length: optional(count(sizes.positions)),
    max_new_tokens: optional(count(sizes.positions)),
    min_length: optional(tokens),
    min_new_tokens: optional(tokens),
    repetition_penalty: optional(positive),
    encoder_repetition_penalty: optional(positive),
    no_repeat_ngram_size: optional(tokens),
    encoder_no_repeat_ngram_size: optional(tokens),
    bad_words_ids: optional(
      z.array(sequence, { error: 'must be a list of lists of token ids' }).max(longest),
    ),
    sequence_bias: optional(
      z.array(z.tuple([sequence, real]), { error: 'must be a list of [token ids, number]' }).max(longest),
    ),
    suppress_tokens: optional(suppressed),
    begin_suppress_tokens: optional(suppressed),
    forced_bos_token_id: optional(id),
    forced_eos_token_id: optional(oneOrMore),
    exponential_decay_length_penalty: optional(
      z.tuple([tokens, real], { error: 'must be a number of tokens and a factor' }),
    ),
    remove_invalid_values: optional(flag()),
    renormalize_logits: optional(flag()),
    stop_strings: optional(texts),
    // Whether these can be used shows only where tokens are sampled, as in transformers.
    temperature: optional(real),
    top_k: optional(tokens),
    top_p: optional(real),
    min_p: optional(real),
    top_h: optional(real),
    typical_p: optional(real),
    epsilon_cutoff: optional(real),
    eta_cutoff: optional(real),
  },
  { error: 'must be an object' },
);

/** What a checkpoint says; undefined where it says nothing. */
export type GenerationSettings = Readonly<Partial<z.output<typeof settingsSchema>>>;
