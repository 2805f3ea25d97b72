/** Text to token ids and back, for one checkpoint. Not the prompt's layout (prompt.ts) and not streaming (text-streamer.ts). */
import { Tokenizer as LibraryTokenizer } from '@huggingface/tokenizers';
import { published } from '../files/published-json.ts';
import { refusal } from '../files/refusal.ts';
import { tokenizerMilliseconds } from './limits.ts';
import { withinTime } from './time-limit.ts';
import { readTokenizerFacts, type SpecialTokens } from './tokenizer-source.ts';

export interface Tokenizer {
  /** Ids run from 0 to size - 1. The embedding table may have more rows. */
  readonly size: number;
  readonly named: SpecialTokens;
  /** Every named token, `bos_token` and the model's own such as `image_token`, by its name in tokenizer_config.json. */
  readonly namedTokens: ReadonlyMap<string, string>;
  /**
   * Ids of a rendered prompt. The tokenizer's own frame (usually the begin token) is put around it, unless the text already
   * has the begin token: at its start, as with transformers' `apply_chat_template`, or after the images, as PaliGemma's processor.
   */
  encode(text: string): number[];
  /** Text of ids; special tokens and ids without a token are left out. */
  decode(ids: readonly number[]): string;
  tokenId(text: string): number | undefined;
  tokenText(id: number): string | undefined;
  isSpecial(id: number): boolean;
  /** One raw byte (`<0x0A>`) of a character that the vocabulary spells out. */
  isByte(id: number): boolean;
}

const byteToken = /^<0x[0-9A-Fa-f]{2}>$/;

/** Throws `bad-checkpoint` when the files cannot be used. */
export function createTokenizer(source: { readonly json: object; readonly config: object }): Tokenizer {
  const facts = readTokenizerFacts(source);
  const library = guard('cannot be read', () => new LibraryTokenizer(source.json, source.config));
  const idOf = (text: string): number | undefined => library.token_to_id(text);
  const { bos, eos, pad, unk } = facts.named;
  const specialIds = new Set(
    [...facts.special, bos, eos, pad, unk].flatMap((text) => (text === undefined ? [] : (idOf(text) ?? []))),
  );

  return {
    size: facts.size,
    named: facts.named,
    namedTokens: facts.namedTokens,
    encode(text) {
      const framed = bos !== undefined && bos !== '' && text.includes(bos);
      const { ids } = guard('failed on the prompt', () =>
        withinTime(tokenizerMilliseconds, () => library.encode(text, { add_special_tokens: !framed })),
      );
      if (!ids.every((id) => Number.isInteger(id))) {
        throw refusal(
          published('tokenizer.json'),
          'has no token for a part of the prompt and no unknown token',
        );
      }
      return ids;
    },
    decode(ids) {
      const known = ids.filter((id) => !specialIds.has(id) && library.id_to_token(id) !== undefined);
      if (known.length === 0) return '';
      // No clean-up of spaces before punctuation: it would rewrite text that a stream has already shown.
      const options = { skip_special_tokens: true, clean_up_tokenization_spaces: false };
      return guard('failed on the answer', () =>
        withinTime(tokenizerMilliseconds, () => library.decode(known, options)),
      );
    },
    tokenId: idOf,
    tokenText: (id) => library.id_to_token(id),
    isSpecial: (id) => specialIds.has(id),
    isByte: (id) => byteToken.test(library.id_to_token(id) ?? ''),
  };
}

function guard<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw refusal(published('tokenizer.json'), what, { cause: error });
  }
}
