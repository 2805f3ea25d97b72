/** How deep and how long a JSON text is, before it is parsed: a hostile one can cost minutes and gigabytes. Not a parser, checks no syntax. */

export interface JsonOutline {
  readonly depth: number; // of nested lists and objects
  readonly members: number; // of the outermost one
  readonly values: number; // at least as many as the text has commas
}

const quoteMark = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** UTF-8: none of the signs looked for occurs inside another character. */
export function jsonOutline(bytes: Uint8Array): JsonOutline {
  let level = 0;
  let depth = 0;
  let members = 0;
  let values = 0;
  let quoted = false;
  for (let at = 0; at < bytes.length; at++) {
    const sign = bytes[at];
    if (quoted) {
      if (sign === backslash) at++;
      else if (sign === quoteMark) quoted = false;
    } else if (sign === quoteMark) quoted = true;
    else if (sign === openBrace || sign === openBracket) {
      level++;
      if (level > depth) depth = level;
    } else if (sign === closeBrace || sign === closeBracket) level--;
    else if (sign === comma) {
      values++;
      if (level === 1) members++;
    }
  }
  return { depth, members: members + 1, values: values + 1 };
}
