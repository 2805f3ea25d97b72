/** Text to token ids and back, for one checkpoint. Not the prompt's layout (prompt.ts) and not streaming (text-streamer.ts). */
import { EngineError } from '../errors.ts';
import { refusal } from '../files/refusal.ts';
import { tokenizerMilliseconds } from './limits.ts';
import { withinTime } from './time-limit.ts';
import { assemble } from './tokens/assemble.ts';
import { byteOfToken } from './tokens/decoders.ts';
import { MissingToken } from './tokens/model.ts';
import { tokenizerFile } from './tokens/part.ts';
import { textIds, textOf, type Stretch } from './tokens/pipeline.ts';
import type { TokenizerSource } from '../checkpoint/tokenizer-source.ts';

export type { Stretch } from './tokens/pipeline.ts';
export type { TokenizerSource } from '../checkpoint/tokenizer-source.ts';

export interface SpecialTokens {
  readonly bos: string | undefined;
  readonly eos: string | undefined;
  readonly pad: string | undefined;
  readonly unk: string | undefined;
}

export interface EncodeOptions {
  /** Words of a user in the text, in order: special tokens in there are read as the signs that they are. */
  readonly plain?: readonly Stretch[] | undefined;
  /** Ids beside the special ones that must not come out of `plain`: the places of images. */
  readonly places?: readonly number[] | undefined;
}

export interface Tokenizer {
  /** Ids run from 0 to size - 1. The embedding table may have more rows. */
  readonly size: number;
  readonly named: SpecialTokens;
  /** Every named token, `bos_token` and the model's own such as `image_token`, by its name in tokenizer_config.json. */
  readonly namedTokens: ReadonlyMap<string, string>;
  /** What belongs beside the model: how far this tokenizer is not what transformers makes of the files. */
  readonly notes: readonly string[];
  /**
   * Ids of a rendered prompt. The tokenizer's own frame (usually the begin token) is put around it, unless the text begins with the
   * begin token, as transformers' `apply_chat_template` has it.
   */
  encode(text: string, options?: EncodeOptions): number[];
  /** Text of ids; special tokens and ids without a token are left out. */
  decode(ids: readonly number[]): string;
  /** Whether `decode` takes spaces before punctuation away, so that the end of a text may still change. */
  readonly cleansUp: boolean;
  tokenId(text: string): number | undefined;
  tokenText(id: number): string | undefined;
  isSpecial(id: number): boolean;
  /** Never part of a text. A special token whose normalised form is another is special and yet shown, as in the reference. */
  isHidden(id: number): boolean;
  /** One raw byte (`<0x0A>`) of a character that the vocabulary spells out. */
  isByte(id: number): boolean;
}

/** Throws `bad-checkpoint` when the files cannot be used. */
export function createTokenizer(source: TokenizerSource): Tokenizer {
  const { parts, named, special, notes } = guard('cannot be read', () =>
    withinTime(tokenizerMilliseconds * 4, () => assemble(source)),
  );
  const { model, added, frame } = parts;
  const tokenText = (id: number): string | undefined => added.entry(id)?.content ?? model.token(id);
  const tokenId = (text: string): number | undefined => added.id(text);
  const specialIds = new Set([...special].flatMap((text) => tokenId(text) ?? []));
  const isHidden = (id: number): boolean => added.isHidden(added.entry(id)?.shown ?? model.token(id) ?? '');
  const bos = named.get('bos_token');
  let size = model.size;
  for (const { id } of added.entries()) size = Math.max(size, id + 1);

  return {
    size,
    named: { bos, eos: named.get('eos_token'), pad: named.get('pad_token'), unk: named.get('unk_token') },
    namedTokens: named,
    notes,
    encode(given, options = {}) {
      // What no encoder can write is U+FFFD everywhere.
      const text = given.replace(/\p{Cs}/gu, '\uFFFD');
      const { plain, places = [] } = options;
      const reserved = (id: number): boolean => specialIds.has(id) || places.includes(id);
      const ids = guard('failed on the prompt', () =>
        withinTime(tokenizerMilliseconds, () => textIds(parts, text, plain && { within: plain, reserved })),
      );
      const own = plain?.[0] === undefined || bos === undefined || bos.length <= plain[0].start;
      const framed = bos !== undefined && bos !== '' && own && text.startsWith(bos);
      return framed ? ids : [...frame.before, ...ids, ...frame.after];
    },
    decode: (ids) =>
      guard('failed on the answer', () => withinTime(tokenizerMilliseconds, () => textOf(parts, ids))),
    cleansUp: parts.cleansUp,
    tokenId,
    tokenText,
    isSpecial: (id) => specialIds.has(id),
    isHidden,
    isByte: (id) => byteOfToken(tokenText(id) ?? '') !== undefined,
  };
}

function guard<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof EngineError) throw cause;
    if (cause instanceof MissingToken) {
      throw refusal(tokenizerFile, 'has no token for a part of the prompt and no unknown token', { cause });
    }
    throw refusal(tokenizerFile, what, { cause });
  }
}
