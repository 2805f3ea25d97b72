/** The vocabulary of a tokenizer and how a piece of text is spelt with it: what the four kinds of model have in common. */
import { refusal } from '../../files/refusal.ts';
import { show } from '../../files/words.ts';
import { maxTokenId } from '../limits.ts';
import { tokenizerFile } from './part.ts';

export interface Model {
  readonly type: 'BPE' | 'Unigram' | 'WordPiece' | 'WordLevel';
  /** Different tokens, without added ones. Ids may have gaps. */
  readonly tokens: number;
  /** Highest id, plus one. */
  readonly size: number;
  id(token: string): number | undefined;
  token(id: number): string | undefined;
  /** Ids of one piece. Throws `MissingToken` where something can be spelt in no way at all. */
  spell(piece: string): readonly number[];
}

/** The vocabulary lacks what a text needs, and has no token for the unknown. */
export class MissingToken extends Error {}

/** Ids by token and back. */
export interface Vocabulary {
  readonly ids: ReadonlyMap<string, number>;
  readonly texts: ReadonlyMap<number, string>;
  readonly size: number;
}

/** Of a record of ids; checked by hand, because there may be 300,000. Throws `bad-checkpoint`. */
export function vocabularyOf(record: Readonly<Record<string, unknown>>): Vocabulary {
  const ids = new Map<string, number>();
  const texts = new Map<number, string>();
  let size = 0;
  for (const [token, value] of Object.entries(record)) {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > maxTokenId) {
      const fact = `gives a token the id ${show(value)}, which no vocabulary has`;
      throw refusal(tokenizerFile, fact);
    }
    ids.set(token, value);
    texts.set(value, token);
    size = Math.max(size, value + 1);
  }
  return { ids, texts, size };
}

/** The tokens `<0x0A>` of a text's UTF-8 bytes; undefined where one of them is missing. */
export function byteTokens(text: string, ids: ReadonlyMap<string, number>): number[] | undefined {
  const result: number[] = [];
  for (const byte of Buffer.from(text, 'utf8')) {
    const id = ids.get(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`);
    if (id === undefined) return undefined;
    result.push(id);
  }
  return result;
}
