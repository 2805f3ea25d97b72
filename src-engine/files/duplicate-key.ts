/** Finds a key that stands twice in a JSON object, which JSON.parse hides by keeping the last. Not a parser. */

const quoteMark = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openers = new Set([0x7b, 0x5b]); // { [
const closers = new Set([0x7d, 0x5d]); // } ]

/** Index of the quotation mark that ends the string opened at `start`. */
function stringEnd(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json.charCodeAt(at) !== quoteMark) {
    at += json.charCodeAt(at) === backslash ? 2 : 1;
  }
  return at;
}

/** The first repeated key of the outermost object. `json` must be valid JSON. */
export function duplicateKey(json: string): string | undefined {
  const seen = new Set<string>();
  let depth = 0;
  let keyComes = false;
  for (let at = 0; at < json.length; at++) {
    const character = json.charCodeAt(at);
    if (character === quoteMark) {
      const end = stringEnd(json, at);
      if (depth === 1 && keyComes) {
        const key: unknown = JSON.parse(json.slice(at, end + 1)); // unescaped: "\u0061" and "a" are one key
        if (typeof key === 'string') {
          if (seen.has(key)) return key;
          seen.add(key);
        }
        keyComes = false;
      }
      at = end;
    } else if (openers.has(character)) {
      depth++;
      keyComes = depth === 1;
    } else if (closers.has(character)) {
      depth--;
    } else if (character === comma && depth === 1) {
      keyComes = true;
    }
  }
  return undefined;
}
