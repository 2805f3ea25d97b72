/** Brings answers into one form, so that "The two dogs." and "2 dogs" are equal. Pure; judges nothing. */

const ones =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty';
const tens = 'thirty forty fifty sixty seventy eighty ninety hundred';

const numberWords = new Map<string, string>([
  ['none', '0'], // "How many?" is answered by "None." as well as by "Zero."
  ...ones.split(' ').map((word, value) => [word, String(value)] as const),
  ...tens.split(' ').map((word, index) => [word, String(30 + 10 * index)] as const),
]);

const articles = new Set(['a', 'an', 'the']);

/** Letters, digits and symbols; a point between digits and a minus before a number belong to it. */
const word =
  /(?:(?<![\p{L}\p{N}])-(?=\p{Sc}?\d))?[\p{L}\p{M}\p{N}\p{S}]+(?:(?<=\d)\.(?=\d)[\p{L}\p{M}\p{N}\p{S}]+)*/gu;

/**
 * In this order: compatibility forms of Unicode (NFKC) and lower case; commas between thousands and apostrophes inside words go ("1,000" is
 * "1000", "dog's" is "dogs"); all other punctuation parts words, but "2.5" and "-3" stay numbers; the single words from zero to twenty, the
 * tens, hundred and none become digits; articles go, unless nothing else is left (the choice "A" stays "a"). An answer of nothing but
 * punctuation stays as it is.
 */
export function normaliseAnswer(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase().trim();
  const plain = lower
    .replaceAll('\u2212', '-')
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
    .replace(/(?<=[\p{L}\p{M}])['\u2019](?=\p{L})/gu, '');
  const words = (plain.match(word) ?? []).map((found) => numberWords.get(found) ?? found);
  const content = words.filter((found) => !articles.has(found));
  if (content.length > 0) return content.join(' ');
  return words.length > 0 ? words.join(' ') : lower.replace(/\s+/g, ' ');
}
