/**
 * The published normal form of VQA's answers (GT-Vision-Lab/VQA at a013f00, vqaEval.py), with every oddity of it: scores of other people are
 * made with them. Pure.
 */

const punctuation = [
  ';',
  '/',
  '[',
  ']',
  '"',
  '{',
  '}',
  '(',
  ')',
  '=',
  '+',
  '\\',
  '_',
  '-',
  '>',
  '<',
  '@',
  '`',
  ',',
  '?',
  '!',
];

const commaBetweenDigits = /\p{Nd},\p{Nd}/u;

/** Also the points of "U.S.A." and the first of "3..5"; that of "2.5" stays, and so does one before a digit: "v.2". */
const periodBeforeNoDigit = /\.(?!\p{Nd})/gu;

/** The script hands a flag on where Python takes a count: no more than this many points go. */
const mostPeriods = 32;

const numbers = new Map(
  'none zero one two three four five six seven eight nine ten'
    .split(' ')
    .map((word, index) => [word, String(Math.max(0, index - 1))] as const),
);

const articles = new Set(['a', 'an', 'the']);

/** A word that lacks one apostrophe of these gets it back; the script's table has the same pairs. */
const contracted = [
  "ain't aren't can't could've couldn't couldn't've didn't doesn't don't hadn't hadn't've hasn't haven't he'd he'd've he's",
  "how'd how'll how's isn't it'd it'd've it'll ma'am mightn't mightn't've might've mustn't must've needn't not've o'clock",
  "oughtn't 'ow's'at shan't she'd've should've shouldn't shouldn't've somebody'd've somebody'll somebody's someone'd",
  "someone'd've someone'll someone's something'd something'd've something'll that's there'd there'd've there're there's",
  "they'd they'd've they'll they're they've 'twas wasn't we'd've we've weren't what'll what're what's what've when's where'd",
  "where's where've who'd who'd've who'll who's who've why'll why're why's won't would've wouldn't wouldn't've y'all y'all'll",
  "y'all'd've you'd you'd've you'll you're you've",
]
  .join(' ')
  .split(' ');

const contractions = new Map([
  ...contracted.flatMap((whole) =>
    [...whole.matchAll(/'/g)].map(
      ({ index }) => [whole.slice(0, index) + whole.slice(index + 1), whole] as const,
    ),
  ),
  ["somebody'd", 'somebodyd'] as const, // the wrong way round in the script
]);

/** What Python's `str.split` and `str.strip` take as white space, information separators apart. */
const space = /[\p{Zs}\p{Zl}\p{Zp}\t-\r\u0085]/u;

export function normaliseVqaAnswer(text: string): string {
  return withoutPunctuation(stripped(text.replaceAll('\n', ' ').replaceAll('\t', ' ')))
    .toLowerCase()
    .split(space)
    .filter((word) => word !== '')
    .map((word) => numbers.get(word) ?? word)
    .filter((word) => !articles.has(word))
    .map((word) => contractions.get(word) ?? word)
    .join(' ');
}

/** Linear in the length of the text, whatever runs of spaces it holds. */
function stripped(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && space.test(text.charAt(start))) start += 1;
  while (end > start && space.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/**
 * A mark that stands beside a space anywhere in the text goes, everywhere in it; other marks become spaces. With a comma between two digits
 * all marks go. Apostrophes and colons stay.
 */
function withoutPunctuation(text: string): string {
  const numeral = commaBetweenDigits.test(text);
  let plain = text;
  for (const mark of punctuation) {
    const goes = numeral || text.includes(`${mark} `) || text.includes(` ${mark}`);
    plain = plain.replaceAll(mark, goes ? '' : ' ');
  }
  let removed = 0;
  return plain.replace(periodBeforeNoDigit, (period) => (removed++ < mostPeriods ? '' : period));
}
