/** Ids in, pieces of text out, as an answer grows. A piece never ends inside a character; all pieces together are the whole text. */
import type { Tokenizer } from './tokenizer.ts';

export interface TextStreamer {
  /** Takes the next id; returns the text that is now certain, often ''. */
  put(id: number): string;
  /** Returns what was withheld. Nothing may be put afterwards. */
  end(): string;
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** Ids decoded again with every new one. Longer answers move the window, so that a step's cost does not grow with the answer. */
const windowLength = 64;
const overlap = 16;

/** Special tokens give no text. */
export function createTextStreamer(tokenizer: Tokenizer): TextStreamer {
  let window: number[] = [];
  let shown = ''; // of the window's text, what went out; ends at a grapheme boundary

  const emit = (text: string, withheld: number): string => {
    // Until a character is whole its bytes may decode to something else than they will; wait for text that continues.
    if (!text.startsWith(shown)) return '';
    const piece = text.slice(shown.length, Math.max(shown.length, text.length - withheld));
    shown += piece;
    return piece;
  };
  const moveWindow = (text: string): void => {
    const kept = window.slice(-overlap);
    const keptText = tokenizer.decode(kept);
    const withheld = text.length - shown.length;
    const readsTheSame = text.endsWith(keptText) && !keptText.startsWith('\uFFFD');
    if (!text.startsWith(shown) || !readsTheSame || keptText.length <= withheld) return;
    window = kept;
    shown = keptText.slice(0, keptText.length - withheld);
  };

  return {
    put(id) {
      if (tokenizer.isHidden(id)) return '';
      window.push(id);
      // A run of byte tokens is judged as one by the decoder: a later byte can spoil earlier ones.
      if (tokenizer.isByte(id)) return '';
      const text = tokenizer.decode(window);
      const held = Math.max(uncertain(text.slice(shown.length)), tokenizer.cleansUp ? unclean(text) : 0);
      const piece = emit(text, held);
      if (window.length >= windowLength) moveWindow(text);
      return piece;
    },
    end: () => emit(tokenizer.decode(window), 0),
  };
}

/**
 * UTF-16 units at the end of `text`, which begins at a grapheme boundary, that may still change: the last grapheme, because what
 * follows may join it; and before it a replacement sign, which may be the first half of a joining character.
 */
function uncertain(text: string): number {
  const settled = text.endsWith('\uFFFD') ? text.slice(0, -1) : text;
  const last = Array.from(graphemes.segment(settled)).at(-1)?.segment ?? '';
  return text.length - settled.length + last.length;
}

/** UTF-16 units at the end that taking spaces away may still change: what it looks for has two spaces at most, so three are waited for. */
function unclean(text: string): number {
  let from = text.length;
  for (let spaces = 0; spaces < 3 && from > 0; spaces += 1) from = text.lastIndexOf(' ', from - 1);
  return from <= 0 ? text.length : text.length - from;
}
