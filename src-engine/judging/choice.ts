/** Which option of a multiple choice an answer names: by its letter, in the forms that ScienceQA, AI2D, MMBench and MMMU take, or by its text. Pure. */
import { normaliseAnswer } from './normalise.ts';
import { noOptions, optionsIn, type Options } from './options.ts';
import type { Asked, Tally } from './tally.ts';

/** Letters that an answer may name where the options are not known. */
const everyLetter = 'A-Z';

/** What may stand around a letter without saying anything: brackets, quotation marks, the emphasis of Markdown. */
const open = '[("\'\\[{“‘]*';
const close = '[)"\'\\]}”’]*';
const mark = '[^\\p{L}\\p{N}]*';

/** [right, 1, names no option]. */
export function choiceTally(given: string, accepted: readonly string[], asked?: Asked): Tally {
  const options = optionsOf(asked);
  const wanted = wantedOf(accepted, options);
  const normal = normaliseAnswer(given);
  if (!wholeLetter.test(given) && wanted.texts.includes(normal)) return [1, 1, 0];
  if (options.size === 0 && wanted.letters.size === 0) return [Number(holdsAny(normal, wanted.texts)), 1, 0];
  const letter = chosenLetter(given, options);
  if (letter !== undefined) return [Number(wanted.letters.has(letter)), 1, 0];
  return options.size === 0 && holdsAny(normal, wanted.texts) ? [1, 1, 0] : [0, 1, 1];
}

function optionsOf(asked: Asked | undefined): Options {
  return asked === undefined ? noOptions : (asked.options ?? optionsIn(asked.question));
}

interface Wanted {
  readonly letters: ReadonlySet<string>;
  readonly texts: readonly string[]; // in normal form
}

const wholeLetter = new RegExp(`^${mark}([A-Za-z])${mark}$`, 'u');
const letterAndText = new RegExp(`^\\s*\\(?([A-Z])[.):]\\s+(\\S.*)$`, 'su');

/** Accepted answers are letters, texts of options, or both in one: "A", "(A)", "krill", "A. krill". */
function wantedOf(accepted: readonly string[], options: Options): Wanted {
  const letters = new Set<string>();
  const texts = new Set<string>();
  for (const answer of accepted) {
    const letter = wholeLetter.exec(answer)?.[1]?.toUpperCase();
    const both = letterAndText.exec(answer);
    if (letter !== undefined && (options.size === 0 || options.has(letter))) letters.add(letter);
    else if (both?.[1] !== undefined && isOption(both[1], both[2], options)) {
      letters.add(both[1]);
      texts.add(normaliseAnswer(both[2] ?? ''));
    } else {
      texts.add(normaliseAnswer(answer));
      for (const [each, text] of options) {
        if (normaliseAnswer(text) === normaliseAnswer(answer)) letters.add(each);
      }
    }
  }
  return { letters, texts: [...texts].filter((text) => text !== '') };
}

/** "T. rex" is a text and not the option T. */
function isOption(letter: string, text: string | undefined, options: Options): boolean {
  if (options.size === 0) return true;
  return normaliseAnswer(options.get(letter) ?? '') === normaliseAnswer(text ?? '');
}

const holds = (normal: string, text: string): boolean => ` ${normal} `.includes(` ${text} `);

function holdsAny(normal: string, texts: readonly string[]): boolean {
  return texts.some((text) => holds(normal, text));
}

/** The rules in their order; the first that finds a letter decides. Undefined where none does. */
export function chosenLetter(given: string, options: Options): string | undefined {
  const text = given
    .normalize('NFKC')
    .replace(/\\(?:boxed|text|mathrm|textbf)(?=\{)/g, '')
    .replace(/[*_`$#]/g, '')
    .trim();
  const valid = options.size === 0 ? everyLetter : [...options.keys()].join('');
  const named = namedOption(text, options);
  const bracketed = lastOf(text, new RegExp(`\\(([${valid}])\\)`, 'gu'));
  return (
    letterAlone(text, valid) ??
    (named?.whole === true ? named.letter : undefined) ??
    stated(text, valid) ??
    (text.startsWith('(') ? bracketed : undefined) ??
    atTheHead(text, valid) ??
    bracketed ??
    (named?.holdsLetter === true ? named.letter : undefined) ??
    spokenOf(text, valid) ??
    named?.letter
  );
}

/** "A", "a", "(A)", "A.", "Option A": nothing but the letter. */
function letterAlone(text: string, valid: string): string | undefined {
  const whole = new RegExp(
    `^${mark}(?:(?:the\\s+)?(?:correct\\s+)?(?:option|choice|letter|answer)${mark})?([${valid}])${mark}$`,
    'iu',
  );
  return whole.exec(text)?.[1]?.toUpperCase();
}

/** "The answer is B", "answer: (b)", "the correct option is B": the last time that it is said. */
function stated(text: string, valid: string): string | undefined {
  const verb = '\\s+(?:is|was|would\\s+be|should\\s+be|must\\s+be|will\\s+be)';
  const about = '(?:\\s+to\\s+(?:the|this)\\s+question)?';
  const said = new RegExp(
    `(?:\\b(?:answer${about}(?:${verb})?|(?:option|choice)(?:${verb}))|答案(?:是|为|為)?|选项?|選項?)\\s*[:=]?\\s*(?:(?:the\\s+)?(?:option|choice|letter)\\s*:?\\s*)?`,
    'giu',
  );
  const capital = new RegExp(`^${open}([${valid}])(?![\\p{L}\\p{N}]|['’]\\p{L})`, 'u');
  const small = new RegExp(`^${open}([${valid.toLowerCase()}])(?:[)"'\\].:,]|\\s*$)`, 'u');
  const found = [...text.matchAll(said)].flatMap(({ 0: words, index }) => {
    const rest = text.slice(index + words.length);
    if (words.trimEnd().endsWith(':') && isArticle(rest)) return [];
    const letter = capital.exec(rest)?.[1] ?? small.exec(rest)?.[1];
    return letter === undefined ? [] : [letter.toUpperCase()];
  });
  return found.at(-1);
}

/** "A. krill", "A) krill", "(A) krill", "A: krill", "A, because ...", "A - krill", or a line of its own; not the initials of "U.S.A." */
function atTheHead(text: string, valid: string): string | undefined {
  const capital = new RegExp(
    `^${open}([${valid}])(?:${close}(?:[):]|\\.(?!\\p{L}\\.))|[\\])}]|,\\s(?!\\p{Lu}\\b)|\\s*[–—]|\\s+-\\s|\\s*\\n)`,
    'u',
  );
  const small = new RegExp(`^${open}([${valid.toLowerCase()}])${close}[).:](?:\\s|$)`, 'u');
  return (capital.exec(text) ?? small.exec(text))?.[1]?.toUpperCase();
}

/** A capital by itself inside a sentence, the last one; not the article A, the pronoun I, nor half of "N/A". */
function spokenOf(text: string, valid: string): string | undefined {
  const alone = new RegExp(
    `(?<![\\p{L}\\p{N}'’./-])([${valid}])(?![\\p{L}\\p{N}/]|['’-]\\p{L}|\\.\\p{L})`,
    'gu',
  );
  const found = [...text.matchAll(alone)].filter(({ 0: letter, index }) => {
    if (letter === 'I') return valid !== everyLetter && !/^\s+\p{Ll}/u.test(text.slice(index + 1));
    const begins = /(?:^|[.!?:]\s+)$/u.test(text.slice(0, index));
    return !(begins && isArticle(text.slice(index)));
  });
  return found.at(-1)?.[1];
}

const isArticle = (text: string): boolean => /^A\s+[\p{L}\p{N}]/u.test(text);

function lastOf(text: string, pattern: RegExp): string | undefined {
  return [...text.matchAll(pattern)].at(-1)?.[1];
}

interface Named {
  readonly letter: string;
  readonly whole: boolean;
  /** A single letter belongs to the option's text, as in "Vitamin B". */
  readonly holdsLetter: boolean;
}

/** The one option whose text stands in the answer as whole words, in the singular or plural; of texts that hold each other the longest. */
function namedOption(text: string, options: Options): Named | undefined {
  const normal = normaliseAnswer(text);
  const found = [...options]
    .map(([letter, words]) => ({ letter, words: normaliseAnswer(words) }))
    .filter(({ words }) => words !== '' && ['', 's', 'es'].some((plural) => holds(normal, words + plural)));
  const [only, ...others] = found.filter(
    ({ words }) => !found.some((other) => other.words !== words && holds(other.words, words)),
  );
  if (only === undefined || others.length > 0) return undefined;
  const { letter, words } = only;
  return { letter, whole: words === normal, holdsLetter: /(?:^| )\p{L}(?: |$)/u.test(words) };
}
