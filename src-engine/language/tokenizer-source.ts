/** A first look at tokenizer.json and tokenizer_config.json, so that a damaged file ends in a sentence. Not a parser: the library is. */
import { z } from 'zod';
import { isObject } from '../files/document.ts';
import { parseDocument, published } from '../files/published-json.ts';
import { refusal } from '../files/refusal.ts';
import { show } from '../files/words.ts';
import { maxTokenId } from './limits.ts';

const id = z.number().int().min(0).max(maxTokenId);
const addedToken = z.looseObject({ id, content: z.string().min(1), special: z.boolean().optional() });
const tokenizerJson = z.looseObject({
  model: z.looseObject({}),
  added_tokens: z.array(addedToken).max(100_000),
});

/** A special token stands in the config as text or as a record of an added token. */
const tokenName = z
  .union([z.string(), z.looseObject({ content: z.string() })], { error: 'must be text or a token' })
  .nullish()
  .transform((value) => (typeof value === 'string' ? value : value?.content));
const tokenizerConfig = z.looseObject({
  bos_token: tokenName,
  eos_token: tokenName,
  pad_token: tokenName,
  unk_token: tokenName,
});

export interface SpecialTokens {
  readonly bos: string | undefined;
  readonly eos: string | undefined;
  readonly pad: string | undefined;
  readonly unk: string | undefined;
}

export interface TokenizerFacts {
  /** Highest id in use, plus one. */
  readonly size: number;
  readonly named: SpecialTokens;
  readonly namedTokens: ReadonlyMap<string, string>;
  /** Contents of the added tokens that are marked special. */
  readonly special: readonly string[];
}

/** Throws `bad-checkpoint` naming the file and the field that is wrong. */
export function readTokenizerFacts(source: {
  readonly json: object;
  readonly config: object;
}): TokenizerFacts {
  const json = parseDocument(tokenizerJson, { file: 'tokenizer.json', value: source.json });
  const config = parseDocument(tokenizerConfig, { file: 'tokenizer_config.json', value: source.config });
  const added = json.added_tokens;
  const { bos_token: bos, eos_token: eos, pad_token: pad, unk_token: unk } = config;
  return {
    size: Math.max(vocabularySize(json.model), ...added.map((token) => token.id + 1)),
    named: { bos, eos, pad, unk },
    namedTokens: namedTokens(config),
    special: added.filter((token) => token.special === true).map((token) => token.content),
  };
}

/** Fields that end in `_token`, and what `extra_special_tokens` names, as transformers collects them. */
function namedTokens(config: Record<string, unknown>): ReadonlyMap<string, string> {
  const extra = config['extra_special_tokens'];
  const named = Object.entries(config).filter(([name]) => name.endsWith('_token'));
  const more = isObject(extra) ? Object.entries(extra) : [];
  return new Map(
    [...named, ...more].flatMap(([name, value]) => {
      const content = isObject(value) ? value['content'] : value;
      return typeof content === 'string' ? [[name, content] as const] : [];
    }),
  );
}

/** The vocabulary is a record of ids (BPE, WordPiece) or a list of scored pieces (Unigram). Checked by hand: 150,000 entries. */
function vocabularySize(model: Record<string, unknown>): number {
  const vocabulary = model['vocab'];
  if (Array.isArray(vocabulary)) return vocabulary.length;
  if (typeof vocabulary !== 'object' || vocabulary === null) {
    throw refusal(published('tokenizer.json'), 'has no vocabulary');
  }
  let size = 0;
  for (const value of Object.values(vocabulary)) {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > maxTokenId) {
      const fact = `gives a token the id ${show(value)}, which no vocabulary has`;
      throw refusal(published('tokenizer.json'), fact);
    }
    size = Math.max(size, value + 1);
  }
  return size;
}
