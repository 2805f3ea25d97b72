/** Unigram: of all ways to spell a piece the one with the highest sum of scores. */
import { z } from 'zod';
import { refusal } from '../../files/refusal.ts';
import { maxTokenId } from '../limits.ts';
import { byteTokens, MissingToken, type Model } from './model.ts';
import { tokenizerFile } from './part.ts';

export const unigramSchema = z.looseObject({
  vocab: z.array(z.unknown()),
  unk_id: z.number().int().min(0).nullish(),
  byte_fallback: z.boolean().nullish(),
});

/** An unknown character costs this much more than the rarest token. */
const unknownPenalty = 10;

/** Throws `bad-checkpoint`. */
export function unigramModel(fields: z.infer<typeof unigramSchema>): Model {
  const { texts, scores } = piecesOf(fields.vocab);
  const unknown = fields.unk_id ?? undefined;
  if (unknown !== undefined && unknown >= texts.length) {
    throw refusal(tokenizerFile, `has ${texts.length} tokens, but the unknown one is number ${unknown}`);
  }
  const ids = new Map(texts.map((text, id) => [text, id]));
  const trie = trieOf(ids);
  const lowest = scores.reduce((least, score) => Math.min(least, score), Infinity);
  const unknownScore = lowest - unknownPenalty;

  const spellUnknown = (text: string): readonly number[] => {
    const id = ids.get(text);
    if (id !== undefined) return [id];
    const bytes = fields.byte_fallback === true ? byteTokens(text, ids) : undefined;
    if (bytes !== undefined) return bytes;
    if (unknown === undefined) throw new MissingToken('The vocabulary has no token for a character.');
    return [unknown];
  };

  /** For every place where a token may end: where the best one begins, and its id. */
  const bestWay = (piece: string): { readonly from: Int32Array; readonly id: Int32Array } => {
    const from = new Int32Array(piece.length + 1).fill(-1);
    const id = new Int32Array(piece.length + 1);
    const best = new Float64Array(piece.length + 1);
    const offer = (start: number, end: number, token: number, score: number): void => {
      const sum = score + (best[start] ?? 0);
      if (from[end] !== -1 && sum <= (best[end] ?? 0)) return;
      best[end] = sum;
      from[end] = start;
      id[end] = token;
    };
    for (let start = 0; start < piece.length;) {
      const width = (piece.codePointAt(start) ?? 0) > 0xffff ? 2 : 1;
      let single = false;
      for (const { end, token } of trie.prefixes(piece, start)) {
        offer(start, end, token, scores[token] ?? 0);
        single ||= end === start + width;
      }
      if (!single) {
        if (unknown === undefined) throw new MissingToken('The vocabulary has no token for a character.');
        offer(start, start + width, unknown, unknownScore);
      }
      start += width;
    }
    return { from, id };
  };

  const spell = (piece: string): number[] => {
    const { from, id } = bestWay(piece);
    const runs: { text: string; unknown: boolean }[] = [];
    for (let end = piece.length; end > 0;) {
      const start = from[end] ?? 0;
      const isUnknown = id[end] === unknown;
      const text = piece.slice(start, end);
      const last = runs.at(-1);
      // Neighbouring unknown characters are one token.
      if (isUnknown && last?.unknown === true) last.text = text + last.text;
      else runs.push({ text, unknown: isUnknown });
      end = start;
    }
    return runs.reverse().flatMap(({ text }) => spellUnknown(text));
  };

  return {
    type: 'Unigram',
    tokens: texts.length,
    size: texts.length,
    id: (token) => ids.get(token),
    token: (id) => texts[id],
    spell,
  };
}

function piecesOf(vocabulary: readonly unknown[]): { readonly texts: string[]; readonly scores: number[] } {
  const texts: string[] = [];
  const scores: number[] = [];
  for (const entry of vocabulary) {
    const pair: readonly unknown[] = Array.isArray(entry) ? entry : [];
    const [text, score] = pair;
    if (typeof text !== 'string' || typeof score !== 'number' || texts.length > maxTokenId) {
      throw refusal(
        tokenizerFile,
        `has an entry (number ${texts.length + 1}) that is no token with its score`,
      );
    }
    texts.push(text);
    scores.push(score);
  }
  return { texts, scores };
}

interface Trie {
  /** Tokens that stand at `start`, the shortest first. */
  prefixes(text: string, start: number): Iterable<{ readonly end: number; readonly token: number }>;
}

/** One flat map for all nodes: a vocabulary has hundreds of thousands. */
function trieOf(ids: ReadonlyMap<string, number>): Trie {
  const children = new Map<number, number>();
  const tokens = new Map<number, number>();
  let nodes = 1;
  for (const [text, token] of ids) {
    let node = 0;
    for (let at = 0; at < text.length; at += 1) {
      const key = node * 65_536 + text.charCodeAt(at);
      let child = children.get(key);
      if (child === undefined) {
        child = nodes;
        nodes += 1;
        children.set(key, child);
      }
      node = child;
    }
    if (text !== '') tokens.set(node, token);
  }
  return {
    *prefixes(text, start) {
      let node: number | undefined = 0;
      for (let at = start; at < text.length; at += 1) {
        node = children.get(node * 65_536 + text.charCodeAt(at));
        if (node === undefined) return;
        const token = tokens.get(node);
        if (token !== undefined) yield { end: at + 1, token };
      }
    },
  };
}
