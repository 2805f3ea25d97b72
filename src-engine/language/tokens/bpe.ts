/** Byte-pair encoding: characters of a piece joined by the merges, the earliest in the list first, from left to right. */
import { z } from 'zod';
import { LRUCache } from 'lru-cache';
import { refusal } from '../../files/refusal.ts';
import { quote } from '../../files/words.ts';
import { byteTokens, MissingToken, vocabularyOf, type Model } from './model.ts';
import { MinHeap } from './min-heap.ts';
import { tokenizerFile } from './part.ts';

export const bpeSchema = z.looseObject({
  vocab: z.record(z.string(), z.unknown()),
  merges: z.array(z.unknown()),
  unk_token: z.string().nullish(),
  continuing_subword_prefix: z.string().nullish(),
  end_of_word_suffix: z.string().nullish(),
  fuse_unk: z.boolean().nullish(),
  byte_fallback: z.boolean().nullish(),
  ignore_merges: z.boolean().nullish(),
});

interface Merges {
  /** Rank by pair. */
  readonly ranks: ReadonlyMap<number, number>;
  /** What comes of a merge, by rank. */
  readonly ids: readonly number[];
}

/** One number for a pair of ids; both stay under 2^21. */
const pairKey = (left: number, right: number): number => left * 2_097_152 + right;

/** Longer pieces are not kept: they do not come again. */
const cachedLength = 256;

/** Throws `bad-checkpoint` for merges of tokens that the vocabulary lacks. */
export function bpeModel(fields: z.infer<typeof bpeSchema>): Model {
  const { ids, texts, size } = vocabularyOf(fields.vocab);
  const prefix = fields.continuing_subword_prefix ?? '';
  const suffix = fields.end_of_word_suffix ?? '';
  const merges = mergesOf(fields.merges, ids, prefix);
  const unknown = fields.unk_token ?? undefined;
  const cache = new LRUCache<string, readonly number[]>({ max: 10_000 });

  const unknownId = (): number => {
    const id = unknown === undefined ? undefined : ids.get(unknown);
    if (id === undefined) throw new MissingToken('The unknown token is not in the vocabulary.');
    return id;
  };

  /** Ids of the single characters; without an unknown token what cannot be spelt is left out, as the reference does. */
  const characters = (piece: string): number[] => {
    const symbols: number[] = [];
    const signs = Array.from(piece);
    let pending: number | undefined; // an unknown token; bytes that follow come before it, as in the reference
    const flush = (): void => {
      if (pending !== undefined) symbols.push(pending);
      pending = undefined;
    };
    for (const [index, sign] of signs.entries()) {
      const text = `${index > 0 ? prefix : ''}${sign}${index === signs.length - 1 ? suffix : ''}`;
      const id = ids.get(text);
      const bytes = id === undefined && fields.byte_fallback === true ? byteTokens(text, ids) : undefined;
      if (id !== undefined) {
        flush();
        symbols.push(id);
      } else if (bytes !== undefined) symbols.push(...bytes);
      else if (unknown !== undefined && !(pending !== undefined && fields.fuse_unk === true)) {
        flush();
        pending = unknownId();
      }
    }
    flush();
    return symbols;
  };

  const spell = (piece: string): readonly number[] => {
    const known = fields.ignore_merges === true ? ids.get(piece) : undefined;
    if (known !== undefined) return [known];
    const cached = piece.length < cachedLength ? cache.get(piece) : undefined;
    if (cached !== undefined) return cached;
    const spelt = joinPairs(characters(piece), merges);
    if (piece.length < cachedLength) cache.set(piece, spelt);
    return spelt;
  };

  return {
    type: 'BPE',
    tokens: ids.size,
    size,
    id: (token) => ids.get(token),
    token: (id) => texts.get(id),
    spell,
  };
}

function mergesOf(list: readonly unknown[], ids: ReadonlyMap<string, number>, prefix: string): Merges {
  const ranks = new Map<number, number>();
  const joined: number[] = [];
  const idOf = (token: string): number => {
    const id = ids.get(token);
    if (id !== undefined) return id;
    throw refusal(tokenizerFile, `merges to ${quote(token)}, which is not in its vocabulary`);
  };
  for (const entry of list) {
    if (typeof entry === 'string' && entry.startsWith('#version')) continue;
    const [left, right, ...more] = typeof entry === 'string' ? entry.split(' ') : listOf(entry);
    if (typeof left !== 'string' || typeof right !== 'string' || more.length > 0) {
      throw refusal(tokenizerFile, `has a merge (number ${joined.length + 1}) that is not of two tokens`);
    }
    ranks.set(pairKey(idOf(left), idOf(right)), joined.length);
    joined.push(idOf(left + right.slice(prefix.length)));
  }
  return { ranks, ids: joined };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A merge and its place in one number, which orders by rank, then from left to right. Pieces are shorter than 2^22 symbols. */
const places = 4_194_304;

/** Joins neighbours until no merge fits. n log n for n symbols. */
function joinPairs(given: readonly number[], merges: Merges): readonly number[] {
  const last = given.length - 1;
  if (last < 1 || given.length >= places) return given;
  const symbols = Int32Array.from(given);
  const next = symbols.map((_, index) => index + 1);
  const previous = symbols.map((_, index) => index - 1);
  const gone = new Uint8Array(symbols.length);
  const rankAt = (left: number, right: number): number | undefined =>
    left < 0 || right > last
      ? undefined
      : merges.ranks.get(pairKey(symbols[left] ?? -1, symbols[right] ?? -1));
  const queue = new MinHeap();
  const propose = (left: number, right: number): void => {
    const rank = rankAt(left, right);
    if (rank !== undefined) queue.push(rank * places + left);
  };
  for (let at = 0; at < last; at += 1) propose(at, at + 1);

  for (let top = queue.pop(); top !== undefined; top = queue.pop()) {
    const at = top % places;
    const id = merges.ids[(top - at) / places];
    const right = next[at] ?? last + 1;
    const rank = gone[at] === 1 ? undefined : rankAt(at, right);
    // What stood there when the merge was proposed may be gone; what counts is that the same would come of it.
    if (id === undefined || rank === undefined || merges.ids[rank] !== id) continue;
    symbols[at] = id;
    gone[right] = 1;
    const after = next[right] ?? last + 1;
    next[at] = after;
    if (after <= last) previous[after] = at;
    propose(previous[at] ?? -1, at);
    propose(at, after);
  }
  return Array.from(symbols.filter((_, index) => gone[index] === 0));
}
