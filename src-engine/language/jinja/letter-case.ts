/** Title case as Python's str makes it, which JavaScript has no method for. */

/** The four digraphs of Unicode whose title case is neither their upper nor their lower one. */
const digraphs: Readonly<Record<string, string>> = {
  Ǆ: 'ǅ', ǅ: 'ǅ', ǆ: 'ǅ', Ǉ: 'ǈ', ǈ: 'ǈ', ǉ: 'ǈ', Ǌ: 'ǋ', ǋ: 'ǋ', ǌ: 'ǋ', Ǳ: 'ǲ', ǲ: 'ǲ', ǳ: 'ǲ',
}; // prettier-ignore

function titleLetter(character: string): string {
  const digraph = digraphs[character];
  if (digraph !== undefined) return digraph;
  if (/[\u10d0-\u10ff]/u.test(character)) return character; // Georgian has capitals but no title case
  const [first = '', ...rest] = Array.from(character.toUpperCase());
  return first + rest.join('').toLowerCase();
}

/** The first character in title case, the others in lower case. */
export function capitalise(text: string): string {
  const [first = ''] = Array.from(text);
  return titleLetter(first) + text.slice(first.length).toLowerCase();
}

/** `str.title`: every letter after something that is no letter with a case. */
export function titleCase(text: string): string {
  return text.replace(/(\p{Cased})(\p{Cased}*)/gu, (_, first: string, rest: string) => {
    return titleLetter(first) + rest.toLowerCase();
  });
}

export function swapCase(text: string): string {
  return Array.from(text, (character) =>
    /\p{Uppercase}/u.test(character) ? character.toLowerCase() : character.toUpperCase(),
  ).join('');
}
