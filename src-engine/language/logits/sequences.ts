/** Rules on sequences of tokens: a bias on the token that would complete one, and words that must not be written. */
import { forbidden, type LogitsRule } from './rule.ts';

type Sequence = readonly number[];

/** Biases of several sequences that end in the same token add up; of two equal sequences the later counts. */
export function sequenceBias(biases: readonly (readonly [Sequence, number])[]): LogitsRule {
  const bySequence = new Map(biases.map(([sequence, bias]) => [sequence.join(' '), { sequence, bias }]));
  // The reference adds single tokens first, then sequences by the length that came first; float32 sums hang on the order.
  const all = [...bySequence.values()];
  const lengths = new Set([1, ...all.map(({ sequence }) => sequence.length)]);
  const ordered = [...lengths].flatMap((length) => all.filter(({ sequence }) => sequence.length === length));
  return (scores, { ids }) => {
    const sums = new Map<number, number>();
    for (const { sequence, bias } of ordered) {
      const last = sequence.at(-1) ?? -1;
      if (endsIn(ids, sequence)) sums.set(last, Math.fround((sums.get(last) ?? 0) + Math.fround(bias)));
    }
    for (const [id, sum] of sums) {
      const score = scores[id];
      if (score !== undefined) scores[id] = score + sum;
    }
  };
}

/** An end token alone is no bad word: it is left allowed. */
export function badWords(words: readonly Sequence[], ends: readonly number[]): LogitsRule {
  const meant = words.filter((word) => !(word.length === 1 && ends.includes(word[0] ?? -1)));
  return sequenceBias(meant.map((word) => [word, forbidden] as const));
}

/** Whether the next token could complete the sequence. */
function endsIn(ids: readonly number[], sequence: Sequence): boolean {
  const from = ids.length - (sequence.length - 1);
  if (from < 0) return false;
  for (let at = 0; at < sequence.length - 1; at++) if (ids[from + at] !== sequence[at]) return false;
  return true;
}
