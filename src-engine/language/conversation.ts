/** The words of a conversation, a question, its answer, the next question, and where a rendered prompt has them. Text alone: no tokens. */
import type { Turn } from '../engine-answers.ts';
import type { Stretch } from './tokenizer.ts';

/** The prompt around a question, or around a whole conversation: question, answer, question, … */
export type Render = (...words: readonly string[]) => string;

/** White space around an answer is the template's to write. */
export function wordsOf(earlier: readonly Turn[], question: string): readonly string[] {
  return [...earlier.flatMap((turn) => [turn.question, turn.answer.trim()]), question];
}

/** No template and no tokenizer knows it. */
const stranger = (index: number): string => `\u{F5E0D}question${index}\u{F5E0D}`;

/** What the template writes before, between and behind so many words; undefined where it does more with them than place each once, in order. */
export function around(render: Render, words: number): readonly string[] | undefined {
  const strangers = Array.from({ length: words }, (_, index) => stranger(index));
  const rendered = render(...strangers);
  const texts: string[] = [];
  let from = 0;
  for (const each of strangers) {
    const at = rendered.indexOf(each, from);
    if (at < 0 || rendered.indexOf(each) !== rendered.lastIndexOf(each)) return undefined;
    texts.push(rendered.slice(from, at));
    from = at + each.length;
  }
  return [...texts, rendered.slice(from)];
}

/** Where the words stand in the prompt `text` around them, whatever the template trimmed from them; undefined where the template does more with them. */
export function placesOfWords(
  render: Render,
  words: readonly string[],
  text: string,
): readonly Stretch[] | undefined {
  const texts = around(render, words.length);
  if (texts === undefined) return undefined;
  const places: Stretch[] = [];
  let at = 0;
  for (const [index, word] of words.entries()) {
    const [before = '', after = ''] = texts.slice(index, index + 2);
    if (!text.startsWith(before, at)) return undefined;
    const start = at + before.length;
    const end =
      index === words.length - 1 ? endOfLast(text, start, after) : endOf(word, { text, start, after });
    if (end === undefined) return undefined;
    places.push({ start, end });
    at = end;
  }
  return places;
}

function endOfLast(text: string, start: number, after: string): number | undefined {
  return text.endsWith(after) && text.length - after.length >= start ? text.length - after.length : undefined;
}

interface Standing {
  readonly text: string;
  readonly start: number;
  readonly after: string;
}

function endOf(word: string, { text, start, after }: Standing): number | undefined {
  const shown = [word, word.trim(), word.trimStart(), word.trimEnd()];
  const found = shown.find((each) => text.startsWith(each + after, start));
  return found === undefined ? undefined : start + found.length;
}
