/** The options of a multiple choice, by letter: as data lists them, or as they stand in the question itself. Pure. */

/** Text by letter, from A on without a gap. */
export type Options = ReadonlyMap<string, string>;

export const noOptions: Options = new Map();

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The texts in their order; no options where there are more than letters. */
export function lettered(texts: readonly string[]): Options {
  if (texts.length > letters.length) return noOptions;
  return new Map(texts.map((text, index) => [letters.charAt(index), text.trim()]));
}

/**
 * "A. krill", "A) krill", "(A) krill" or "A: krill", each at the head of a line, or one behind the other in a line. None where A is not
 * followed by B.
 */
export function optionsIn(question: string): Options {
  const inLines = marked(question, '(?:^|\\n)[^\\S\\n]*');
  return inLines.size > 0 ? inLines : marked(question, '(?:^|\\s)');
}

function marked(question: string, before: string): Options {
  const marks: { readonly start: number; readonly end: number }[] = [];
  for (const letter of letters) {
    const mark = new RegExp(`${before}(?:\\(${letter}\\)|${letter}[.):])(?=\\s)`, 'gu');
    mark.lastIndex = marks.at(-1)?.end ?? 0;
    const found = mark.exec(question);
    if (found === null) break;
    marks.push({ start: found.index, end: found.index + found[0].length });
  }
  if (marks.length < 2) return noOptions;
  return lettered(
    marks.map(({ end }, index) => {
      const text = question.slice(end, marks[index + 1]?.start);
      return index < marks.length - 1 ? text : (text.trimStart().split('\n')[0] ?? '');
    }),
  );
}
