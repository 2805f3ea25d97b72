/** What the colours of an overlay mean, as a row of swatches with words under a figure. */
import type { Legend } from '../overlay/mode.ts';
import { textOutline, textWidth } from '../drawing/caption.ts';

const gap = 10; // figure units
const colour = '#55555e';

/** One row; `y` is the baseline of its text. */
export function legendRow({ title, steps }: Legend, x: number, y: number, size: number): string {
  let left = x;
  const put = (text: string) => {
    const outline = textOutline(text, Math.round(left), y, size, colour);
    left += textWidth(text, size) + gap;
    return outline;
  };
  const parts = [put(title)];
  for (const step of steps) {
    parts.push(
      `<rect x="${Math.round(left)}" y="${y - size + 2}" width="${size}" height="${size}" fill="${step.colour}"/>`,
    );
    left += size + gap / 2;
    parts.push(put(step.text));
  }
  return `<g aria-label="Legend">${parts.join('')}</g>`;
}
