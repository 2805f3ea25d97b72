/** Writes into a rendered prompt what stands for each of its images. Text alone: no tokens. */
import { placesOfWords, type Render } from './conversation.ts';

/**
 * The prompt around words, with the `k`th image's text in the place of the `k`th placeholder. What the words themselves say is left as it
 * is, also where it looks like a placeholder.
 */
export function withImageTexts(render: Render, placeholder: string, texts: readonly string[]): Render {
  return (...words) => {
    const text = render(...words);
    let written = '';
    let used = 0;
    let from = 0;
    for (const { start, end } of [...(placesOfWords(render, words, text) ?? []), atEnd(text)]) {
      const part = replaced(text.slice(from, start), placeholder, texts.slice(used));
      written += part.text + text.slice(start, end);
      used += part.used;
      from = end;
    }
    return written;
  };
}

const atEnd = ({ length }: string) => ({ start: length, end: length });

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
