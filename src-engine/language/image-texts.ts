/** Writes into a rendered prompt what stands for each of its images. Text alone: no tokens. */
import { placeOfWords } from './reserved-tokens.ts';

/**
 * The prompt around words, with the `k`th image's text in the place of the `k`th placeholder. What the words themselves say is left as it
 * is, also where it looks like a placeholder.
 */
export function withImageTexts(
  render: (words: string) => string,
  placeholder: string,
  texts: readonly string[],
): (words: string) => string {
  return (words) => {
    const text = render(words);
    const place = placeOfWords(render, text) ?? { start: text.length, end: text.length };
    const [before, own, after] = [
      text.slice(0, place.start),
      text.slice(place.start, place.end),
      text.slice(place.end),
    ];
    const first = replaced(before, placeholder, texts);
    return first.text + own + replaced(after, placeholder, texts.slice(first.used)).text;
  };
}

/** What is left of the texts stays unused; a placeholder beyond them stays as it is. */
function replaced(
  text: string,
  placeholder: string,
  texts: readonly string[],
): { readonly text: string; readonly used: number } {
  const pieces = text.split(placeholder);
  const joined = pieces.map((piece, index) =>
    index === 0 ? piece : (texts[index - 1] ?? placeholder) + piece,
  );
  return { text: joined.join(''), used: pieces.length - 1 };
}
