/** Python's idea of characters: what counts as a space, and places by code point instead of UTF-16 unit. */

/** What `str.isspace` and `\s` of Python's `re` take, as the inside of a character class. JavaScript's \s has U+FEFF and lacks U+001C to U+001F and U+0085. */
export const spaceClass =
  '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const leading = new RegExp(`^[${spaceClass}]+`, 'u');
const onlySpace = new RegExp(`^[${spaceClass}]+$`, 'u');
const space = new RegExp(`[${spaceClass}]`, 'u');

export const isSpace = (text: string): boolean => onlySpace.test(text);

/** Cuts characters off the ends; white space where none are named. */
export function strip(text: string, ends: 'left' | 'right' | 'both', characters?: string): string {
  const set = characters === undefined ? undefined : new Set(characters);
  const cut = (character: string): boolean => set?.has(character) ?? space.test(character);
  const points = codePoints(text);
  let from = 0;
  let to = points.length;
  if (ends !== 'right') while (from < to && cut(points[from] ?? '')) from += 1;
  if (ends !== 'left') while (to > from && cut(points[to - 1] ?? '')) to -= 1;
  return points.slice(from, to).join('');
}

export const stripLeft = (text: string): string => text.replace(leading, '');

/** Plain text is its own list of code points; only what lies beyond the basic plane is split with care. */
export function codePoints(text: string): readonly string[] {
  return isBasic(text) ? text.split('') : Array.from(text);
}

export const isBasic = (text: string): boolean =>
  !/[\ud800-\udfff]/u.test(text) && !/[^\u0000-\uffff]/u.test(text);

export const lengthOf = (text: string): number => (isBasic(text) ? text.length : Array.from(text).length);

/** Negative, zero or positive, by code points. */
export function compareText(a: string, b: string): number {
  if (isBasic(a) && isBasic(b)) return a < b ? -1 : Number(a > b);
  const [left, right] = [Array.from(a), Array.from(b)];
  for (const [at, character] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 1;
    const difference = (character.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** `str.splitlines`: more line ends than a line feed. */
export function splitLines(text: string, keepEnds = false): string[] {
  const parts = text.split(/(\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])/u);
  const lines: string[] = [];
  for (let at = 0; at < parts.length; at += 2) {
    const end = parts[at + 1];
    const line = parts[at] ?? '';
    if (end !== undefined) lines.push(keepEnds ? line + end : line);
    else if (line !== '') lines.push(line);
  }
  return lines;
}

/** A place of `find` and the like in code points: `units` counts UTF-16 units. */
export const pointsBefore = (text: string, units: number): number => lengthOf(text.slice(0, units));
