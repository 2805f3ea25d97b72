/** Regular expressions of tokenizer.json, which are Oniguruma's, as JavaScript's. The translation is the tokenizers library's, made exact first. */
import { SplitPreTokenizer } from '@huggingface/tokenizers';
import { refusal } from '../../files/refusal.ts';
import { clip } from '../../files/words.ts';
import { tokenizerFile } from './part.ts';

const longest = 20_000;

/** Global, with the flag `u`. Throws `bad-checkpoint` for what cannot be translated. */
export function compileOniguruma(source: string): RegExp {
  try {
    if (source.length > longest) throw new RangeError(`It is longer than ${longest} characters.`);
    const { pattern } = new SplitPreTokenizer({
      type: 'Split',
      pattern: { Regex: exact(source) },
      behavior: 'Isolated',
      invert: true,
    });
    if (pattern !== null) return pattern;
    throw new TypeError('It has no pattern.');
  } catch (cause) {
    throw refusal(tokenizerFile, `has the pattern "${clip(source)}", which cannot be read`, { cause });
  }
}

/**
 * Rewrites what the translation drops: possessive quantifiers and atomic groups never give back, so they become a lookahead that
 * remembers; and letters under `(?i:` that fold to one outside ASCII get it beside them.
 */
function exact(source: string): string {
  const state = { at: 0, groups: 0 };
  const rewritten = alternatives(source, state, false, 0);
  if (state.at < source.length) throw new SyntaxError('A group is closed that was not opened.');
  return rewritten;
}

interface State {
  at: number;
  groups: number;
}

const deepest = 100;

function alternatives(source: string, state: State, folds: boolean, depth: number): string {
  if (depth > deepest) throw new RangeError('Its groups nest too deep.');
  let out = '';
  while (state.at < source.length && source[state.at] !== ')') {
    const atom = nextAtom(source, state, folds, depth);
    const quantifier =
      /^(?:[*+?]|\{\d+(?:,\d*)?\}|\{,\d+\})/u.exec(source.slice(state.at, state.at + 24))?.[0] ?? '';
    state.at += quantifier.length;
    // Only after these three: a plus after braces repeats them.
    const possessive = quantifier.length === 1 && source[state.at] === '+';
    if (possessive) state.at += 1;
    out += possessive ? atomic(`${atom}${quantifier}`, state) : `${atom}${quantifier}`;
  }
  return out;
}

function atomic(inside: string, state: State): string {
  const name = `held${state.groups++}`;
  return `(?:(?=(?<${name}>${inside}))\\k<${name}>)`;
}

function nextAtom(source: string, state: State, folds: boolean, depth: number): string {
  const from = state.at;
  const character = source[from] ?? '';
  if (character === '\\') {
    const escape = /^\\(?:[pPxu]\{[^}]*\}|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|k<[^>]*>|[\s\S])/u.exec(
      source.slice(from),
    );
    state.at += escape?.[0].length ?? 1;
  } else if (character === '[') {
    state.at = classEnd(source, from);
  } else if (character === '(') {
    const opening = /^\((?:\?(?:<[=!]|<[A-Za-z_]\w*>|[:=!>]|i:))?/u.exec(source.slice(from))?.[0] ?? '(';
    state.at += opening.length;
    const inside = alternatives(source, state, folds || opening === '(?i:', depth + 1);
    if (source[state.at] !== ')') throw new SyntaxError('A group is not closed.');
    state.at += 1;
    return opening === '(?>' ? atomic(inside, state) : `${opening}${inside})`;
  } else {
    state.at += String.fromCodePoint(source.codePointAt(from) ?? 0).length;
    if (folds) return folded.get(character) ?? source.slice(from, state.at);
  }
  return source.slice(from, state.at);
}

/** The two ASCII letters that a letter outside ASCII folds to: the long s and the sign for kelvin. */
const folded = new Map([
  ['s', '[s\u017F]'],
  ['S', '[S\u017F]'],
  ['k', '[k\u212A]'],
  ['K', '[K\u212A]'],
]);

/** Where the class that opens at `from` is over; classes nest. */
function classEnd(source: string, from: number): number {
  let depth = 0;
  for (let at = from; at < source.length; at += 1) {
    const character = source[at];
    if (character === '\\') at += 1;
    else if (character === '[') {
      depth += 1;
      const posix = /^\[:\^?[a-zA-Z]+:\]/u.exec(source.slice(at))?.[0];
      if (posix !== undefined) {
        at += posix.length - 1;
        depth -= 1;
        continue;
      }
      if (source[at + 1] === '^') at += 1;
      if (source[at + 1] === ']') at += 1;
    } else if (character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return source.length;
}
