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

/** "U.S.A.", "p.m.": letters that points part. */
const initials = /(?<![\p{L}\p{M}])\p{L}(?:\.\p{L})+\.?(?![\p{L}\p{N}])/gu;

/** Letters, digits and symbols; a point between digits and a minus before a number belong to it. */
const word =
  /(?:(?<![\p{L}\p{N}])-(?=\p{Sc}?\d))?[\p{L}\p{M}\p{N}\p{S}]+(?:(?<=\d)\.(?=\d)[\p{L}\p{M}\p{N}\p{S}]+)*/gu;

/**
 * In this order: compatibility forms of Unicode (NFKC) and lower case; commas between thousands, apostrophes inside words and the points of
 * initials go ("1,000" is "1000", "dog's" is "dogs", "U.S.A." is "usa"); all other punctuation parts words, but "2.5" and "-3" stay numbers;
 * the single words from zero to twenty, the tens, hundred and none become digits; articles go, unless nothing else is left. An "a" that no
 * word follows, or that has a mark of its own, is a letter and stays: "Vitamin A", "(A) krill". An answer of nothing but punctuation stays as
 * it is.
 */
export function normaliseAnswer(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase().trim();
  const plain = lower
    .replaceAll('\u2212', '-')
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
    .replace(/(?<=[\p{L}\p{M}])['\u2019](?=\p{L})/gu, '')
    .replace(initials, (found) => found.replaceAll('.', ''));
  const found = [...plain.matchAll(word)];
  const content = found.filter((each) => !isArticle(each, plain));
  if (content.length > 0) return inDigits(content);
  return found.length > 0 ? inDigits(found) : lower.replace(/\s+/g, ' ');
}

function inDigits(found: readonly RegExpExecArray[]): string {
  return found.map(([each]) => numberWords.get(each) ?? each).join(' ');
}

/** "a-frame" has an article as far as anybody can tell; "a - krill" and "a) krill" have the letter of a choice. */
function isArticle({ 0: found, index }: RegExpExecArray, text: string): boolean {
  if (found !== 'a') return articles.has(found);
  const rest = text.slice(index + found.length);
  return /[\p{L}\p{N}\p{S}]/u.test(rest) && !/^(?:[^\s\p{Pd}]|\s+\p{Pd}\s)/u.test(rest);
}
