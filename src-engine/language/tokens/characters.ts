/** Classes of characters as the tokenizers library (Rust) draws them; JavaScript's own `\s`, `\w` and `\d` are others. */

/** U+0085 is white, U+FEFF is not. */
export const whiteSpace = '\\p{White_Space}';
/** What a Rust regular expression takes for `\w`. */
export const wordCharacter = '\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}';
const asciiPunctuation = '!-\\/:-@\\[-`\\{-~';

export const isWhiteSpace = classTest(whiteSpace);
/** Digits, but also ½, ², Ⅷ and 三's kin that Unicode counts as numbers. */
export const isNumeric = classTest('\\p{N}');
/** ASCII signs such as `$` and `+` count, other currency signs and symbols do not. */
export const isPunctuation = classTest(`\\p{P}${asciiPunctuation}`);

/** @param members the inside of a character class */
function classTest(members: string): (character: string) => boolean {
  const pattern = new RegExp(`^[${members}]$`, 'u');
  return (character) => pattern.test(character);
}

const leadingWhite = new RegExp(`^${whiteSpace}*`, 'u');

/** UTF-16 units of white space that `text` begins with. */
export function whiteAtStart(text: string): number {
  return leadingWhite.exec(text)?.[0].length ?? 0;
}

/** UTF-16 units of white space that `text` ends with. */
export function whiteAtEnd(text: string): number {
  let from = text.length;
  // By hand: a pattern anchored at the end would try every run of white space before it.
  while (from > 0 && isWhiteSpace(text.charAt(from - 1))) from -= 1;
  return text.length - from;
}
