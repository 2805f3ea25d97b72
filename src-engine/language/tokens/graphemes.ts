/** A text's graphemes, in time that grows as the text does: Node 20's segmenter takes time as the square of what it is given. */

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const sliceLength = 256;

export function* graphemesOf(text: string): Generator<string> {
  for (let from = 0, length = sliceLength; from < text.length;) {
    const isLast = from + length >= text.length;
    const segments = Array.from(segmenter.segment(text.slice(from, from + length)), ({ segment }) => segment);
    // The last one may go on behind the slice.
    const whole = isLast ? segments : segments.slice(0, -1);
    if (whole.length === 0) {
      length *= 2;
      continue;
    }
    yield* whole;
    for (const segment of whole) from += segment.length;
    length = sliceLength;
  }
}
