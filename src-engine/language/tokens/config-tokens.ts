/** What tokenizer_config.json and its older companions say about added and named tokens. */
import { z } from 'zod';
import { isObject } from '../../files/document.ts';
import { parseDocument } from '../../files/published-json.ts';
import type { AddedToken } from './added-vocabulary.ts';
import { maxTokenId } from '../limits.ts';

const flag = z.boolean().nullish();

/** As tokenizer.json and `added_tokens_decoder` write one. Left out, a flag is what transformers' AddedToken makes of it. */
export const addedTokenSchema = z
  .looseObject({
    content: z.string(),
    single_word: flag,
    lstrip: flag,
    rstrip: flag,
    normalized: flag,
    special: flag,
  })
  .transform((token): AddedToken => ({
    content: token.content,
    singleWord: token.single_word ?? false,
    lstrip: token.lstrip ?? false,
    rstrip: token.rstrip ?? false,
    normalized: token.normalized ?? token.special !== true,
    special: token.special ?? false,
  }));

export function specialToken(content: string): AddedToken {
  return { content, singleWord: false, lstrip: false, rstrip: false, normalized: false, special: true };
}

/** A token by name: its text, or with flags of its own. */
export type NamedToken = string | AddedToken;

const tokenName = z.union([z.string(), addedTokenSchema], { error: 'must be text or a token' }).nullish();

const standardNames = [
  'bos_token',
  'eos_token',
  'unk_token',
  'sep_token',
  'pad_token',
  'cls_token',
  'mask_token',
];

const idKey = z
  .string()
  .regex(/^\d{1,7}$/u, 'must be an id')
  .transform(Number)
  .refine((id) => id <= maxTokenId, 'must be an id');

const configSchema = z.looseObject({
  bos_token: tokenName,
  eos_token: tokenName,
  unk_token: tokenName,
  sep_token: tokenName,
  pad_token: tokenName,
  cls_token: tokenName,
  mask_token: tokenName,
  added_tokens_decoder: z.record(z.string(), z.unknown()).nullish(),
  extra_special_tokens: z.union([z.array(tokenName), z.record(z.string(), tokenName)]).nullish(),
  additional_special_tokens: z.array(tokenName).nullish(),
  clean_up_tokenization_spaces: z.boolean().nullish(),
  clean_up_tokenization_spaces_for_bpe_even_though_it_will_corrupt_output: z.boolean().nullish(),
  add_prefix_space: z.boolean().nullish(),
  legacy: z.boolean().nullish(),
  tokenizer_class: z.string().nullish(),
});

export interface TokenizerConfig {
  /** By name, `bos_token` and its kin and every other `*_token`, in the order in which they are added. */
  readonly named: ReadonlyMap<string, NamedToken>;
  readonly extra: readonly NamedToken[];
  /** Undefined where the file has no such list; in order of their ids. */
  readonly addedDecoder: readonly AddedToken[] | undefined;
  readonly fields: z.infer<typeof configSchema>;
}

/** Throws `bad-checkpoint` naming the field. */
export function readTokenizerConfig(value: unknown, file = 'tokenizer_config.json'): TokenizerConfig {
  const fields = parseDocument(configSchema, { file, value });
  const named = new Map<string, NamedToken>();
  const name = (key: string, token: NamedToken | null | undefined): void => {
    if (token !== null && token !== undefined) named.set(key, token);
  };
  for (const key of standardNames) name(key, parseDocument(tokenName, { file, value: fields[key] }, [key]));
  // `extra_special_tokens` wins over its older name; as a record it names tokens of the model's own.
  const extra = fields.extra_special_tokens;
  const useOld = extra === null || extra === undefined || Object.keys(extra).length === 0;
  const list = useOld ? fields.additional_special_tokens : Array.isArray(extra) ? extra : undefined;
  for (const [key, token] of Object.entries(fields)) {
    if (!standardNames.includes(key) && key.endsWith('_token') && typeof token === 'string') name(key, token);
  }
  if (isObject(extra))
    for (const [key, token] of Object.entries(extra))
      name(key, parseDocument(tokenName, { file, value: token }, ['extra_special_tokens', key]));
  return {
    named,
    extra: (list ?? []).filter((token) => token !== null && token !== undefined),
    addedDecoder: fields.added_tokens_decoder ? decoderTokens(fields.added_tokens_decoder, file) : undefined,
    fields,
  };
}

function decoderTokens(record: Readonly<Record<string, unknown>>, file: string): AddedToken[] {
  const where = (key: string): string[] => ['added_tokens_decoder', key];
  return Object.entries(record)
    .map(([key, token]) => ({
      id: parseDocument(idKey, { file, value: key }, where(key)),
      token: parseDocument(addedTokenSchema, { file, value: token }, where(key)),
    }))
    .sort((a, b) => a.id - b.id)
    .map(({ token }) => token);
}

export function contentOf(token: NamedToken): string {
  return typeof token === 'string' ? token : token.content;
}
