/** Caption text as outlines: looks the same on a server without fonts and in a browser with many. Single lines, no shaping, no kerning. */
import { glyphs } from './generated/glyphs.ts';
import { escapeXml } from './xml.ts';

const missing: readonly [number, string] = glyphs.missing ?? [600, ''];

function glyphOf(character: string): readonly [advance: number, path: string] {
  return (character.length === 1 ? glyphs[character] : undefined) ?? missing;
}

/** Width of a line at a font size, in the same unit. */
export function textWidth(text: string, size: number): number {
  return (Array.from(text).reduce((sum, character) => sum + glyphOf(character)[0], 0) * size) / 1000;
}

/** Breaks at spaces so that every line fits; a word longer than a line is broken where the line ends. */
export function wrapText(text: string, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer, size) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const character of word) {
      if (line !== '' && textWidth(line + character, size) > width) {
        lines.push(line);
        line = '';
      }
      line += character;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** SVG of one line with its baseline at (x, y). The words stay readable for programs as the label. */
export function textOutline(text: string, x: number, y: number, size: number, fill: string): string {
  let advance = 0;
  const paths = Array.from(text, (character) => {
    const [width, path] = glyphOf(character);
    const at = advance;
    advance += width;
    return path === '' ? '' : `<path transform="translate(${at})" d="${path}"/>`;
  });
  const transform = `translate(${x} ${y}) scale(${size / 1000})`;
  return `<g role="img" aria-label="${escapeXml(text)}" fill="${fill}" transform="${transform}">${paths.join('')}</g>`;
}
