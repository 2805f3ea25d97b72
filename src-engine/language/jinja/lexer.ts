/** Cuts a template into tokens by Jinja2's rules, with both block options on as transformers sets them. Knows no grammar. */
import { JinjaError, JinjaUnsupported } from './errors.ts';
import { spaceClass, strip } from './python-text.ts';

export type Token =
  | { readonly kind: 'data' | 'name' | 'string' | 'operator'; readonly value: string; readonly line: number }
  | { readonly kind: 'integer'; readonly value: bigint; readonly line: number }
  | { readonly kind: 'float'; readonly value: number; readonly line: number }
  | {
      readonly kind: 'block-begin' | 'block-end' | 'variable-begin' | 'variable-end' | 'end';
      readonly value: '';
      readonly line: number;
    };

const s = `[${spaceClass}]`;
/** The next tag: raw first, as it begins like a block. The sign says what becomes of the white space before it. */
const opening = new RegExp(`\\{%([-+]?)${s}*raw${s}*(?:-%\\}${s}*|%\\})|\\{([%{#])([-+]?)`, 'gu');
const commentEnd = new RegExp(`\\+#\\}|-#\\}${s}*|#\\}\\n?`, 'gu');
const rawEnd = new RegExp(`\\{%([-+]?)${s}*endraw${s}*(?:\\+%\\}|-%\\}${s}*|%\\}\\n?)`, 'gu');
const blockEnd = new RegExp(`\\+%\\}|-%\\}${s}*|%\\}\\n?`, 'yu');
const variableEnd = new RegExp(`-\\}\\}${s}*|\\}\\}`, 'yu');
const spaces = new RegExp(`${s}+`, 'yu');
const float = /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iuy;
const integer = /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iuy;
const name = /[\p{ID_Start}_]\p{ID_Continue}*/uy;
const string = /'(?:[^'\\]|\\[^])*'|"(?:[^"\\]|\\[^])*"/uy;
const operator = /\*\*|\/\/|==|!=|>=|<=|[+\-/*%~[\](){}><=.:|,;]/uy;
const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const indent = new RegExp(`^${s}+$`, 'u');

/** Throws JinjaError for what Jinja2 cannot cut either. */
export function tokenize(template: string): Token[] {
  return new Lexer(template).tokens();
}

class Lexer {
  readonly #source: string;
  readonly #tokens: Token[] = [];
  #at = 0;
  #line = 1;
  /** Whether what was read last ended a line. */
  #lineStarts = true;

  constructor(template: string) {
    const lines = template.split(/\r\n|\r|\n/u);
    if (lines.at(-1) === '') lines.pop();
    this.#source = lines.join('\n');
  }

  tokens(): Token[] {
    while (this.#at < this.#source.length) this.#next();
    this.#tokens.push({ kind: 'end', value: '', line: this.#line });
    return this.#tokens;
  }

  #next(): void {
    opening.lastIndex = this.#at;
    const tag = opening.exec(this.#source);
    if (tag === null) {
      this.#data(this.#source.slice(this.#at));
      this.#at = this.#source.length;
      return;
    }
    const [text = '', rawSign, kind, sign = ''] = tag;
    this.#data(this.#before(this.#source.slice(this.#at, tag.index), rawSign ?? sign, kind === '{'));
    this.#advance(tag.index + text.length);
    if (rawSign !== undefined) this.#raw();
    else if (kind === '#') this.#skipComment();
    else this.#tag(kind === '%' ? 'block' : 'variable');
  }

  /** What is left of the text before a tag: all white space goes at a minus, an indent at a tag that is no variable. */
  #before(text: string, sign: string, variable: boolean): string {
    if (sign === '-') return strip(text, 'right');
    if (sign === '+' || variable) return text;
    const line = text.lastIndexOf('\n') + 1;
    const starts = line > 0 || this.#lineStarts;
    return starts && indent.test(text.slice(line)) ? text.slice(0, line) : text;
  }

  #data(value: string): void {
    if (value !== '') this.#tokens.push({ kind: 'data', value, line: this.#line });
  }

  #advance(to: number): void {
    const read = this.#source.slice(this.#at, to);
    this.#line += read.split('\n').length - 1;
    if (read !== '') this.#lineStarts = read.endsWith('\n');
    this.#at = to;
  }

  #skipComment(): void {
    commentEnd.lastIndex = this.#at;
    if (commentEnd.exec(this.#source) === null) throw this.#wrong('a comment has no end');
    this.#advance(commentEnd.lastIndex);
  }

  #raw(): void {
    rawEnd.lastIndex = this.#at;
    const end = rawEnd.exec(this.#source);
    if (end === null) throw this.#wrong('a raw block has no end');
    this.#data(this.#before(this.#source.slice(this.#at, end.index), end[1] ?? '', false));
    this.#advance(rawEnd.lastIndex);
  }

  #tag(kind: 'block' | 'variable'): void {
    this.#tokens.push({ kind: `${kind}-begin`, value: '', line: this.#line });
    const end = kind === 'block' ? blockEnd : variableEnd;
    const open: string[] = [];
    while (this.#at < this.#source.length) {
      // Inside brackets the end is read as operators: {{ {'a': {}}}}.
      if (open.length === 0 && this.#match(end) !== undefined) {
        this.#tokens.push({ kind: `${kind}-end`, value: '', line: this.#line });
        return;
      }
      if (this.#match(spaces) === undefined) this.#inTag(open);
    }
  }

  #inTag(open: string[]): void {
    const line = this.#line;
    const token = (kind: 'name' | 'string' | 'operator', value: string): void => {
      this.#tokens.push({ kind, value, line });
    };
    const real = this.#match(float);
    if (real !== undefined) {
      this.#tokens.push({ kind: 'float', value: Number(real.replaceAll('_', '')), line });
      return;
    }
    const whole = this.#match(integer);
    if (whole !== undefined) {
      if (whole.length > 4300) throw this.#wrong('a number is too long');
      this.#tokens.push({ kind: 'integer', value: BigInt(whole.replaceAll('_', '').toLowerCase()), line });
      return;
    }
    const word = this.#match(name);
    if (word !== undefined) {
      token('name', word);
      return;
    }
    const quoted = this.#match(string);
    if (quoted !== undefined) {
      token('string', unescape(quoted.slice(1, -1)));
      return;
    }
    const sign = this.#match(operator);
    if (sign === undefined) throw this.#wrong(`unexpected character '${this.#source[this.#at] ?? ''}'`);
    const closer = closers[sign];
    if (closer !== undefined) open.push(closer);
    if (')]}'.includes(sign) && open.pop() !== sign) throw this.#wrong(`unexpected '${sign}'`);
    token('operator', sign);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const text = pattern.exec(this.#source)?.[0];
    if (text !== undefined) this.#advance(this.#at + text.length);
    return text;
  }

  #wrong(fact: string): JinjaError {
    return new JinjaError(`line ${this.#line}: ${fact}`);
  }
}

const simple: Readonly<Record<string, string>> = {
  '\n': '', '\\': '\\', "'": "'", '"': '"', a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v',
}; // prettier-ignore

/**
 * Python's unicode-escape over text whose other characters were written as escapes first, as Jinja2 does: a backslash before a character
 * beyond ASCII therefore swallows the backslash of that escape. Unknown escapes stay.
 */
function unescape(text: string): string {
  const ascii = text.replace(/[^\0-\x7f]/gu, escapeOf);
  return ascii.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|([^]))/gu,
    (all: string, x?: string, u?: string, big?: string, octal?: string, letter: string = '') => {
      const hex = x ?? u ?? big;
      if (hex !== undefined) return character(parseInt(hex, 16));
      if (octal !== undefined) return character(parseInt(octal, 8));
      if ('xuU'.includes(letter)) throw new JinjaError('a text in it holds an escape that is cut off');
      if (letter === 'N') throw new JinjaUnsupported("a character by its name ('\\N{...}')");
      return simple[letter] ?? all;
    },
  );
}

function escapeOf(text: string): string {
  const code = text.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

function character(code: number): string {
  if (code > 0x10ffff) throw new JinjaError('a text in it holds an escape beyond Unicode');
  return String.fromCodePoint(code);
}
