/** The filters that make text or numbers of one value. */
import { bind, required, requiredText } from './arguments.ts';
import { JinjaError, JinjaUnsupported } from './errors.ts';
import { type JsonOptions, jsonText } from './json.ts';
import { capitalise } from './letter-case.ts';
import { escapeHtml, length, truth } from './operators.ts';
import { fixed, pad, percentFormat } from './percent-format.ts';
import { codePoints, lengthOf, spaceClass, splitLines, strip } from './python-text.ts';
import type { Filter, Runtime } from './runtime.ts';
import { str } from './show.ts';
import { replace } from './string-methods.ts';
import {
  Dict,
  indexOf,
  List,
  Markup,
  numberOf,
  textOf,
  Tuple,
  typeName,
  Undefined,
  type Value,
} from './values.ts';

/** A filter without parameters on the text of a value. */
const onText =
  (made: (text: string) => Value): Filter =>
  ({ budget }, value, args, keywords) => {
    bind('a filter', [], args, keywords);
    if (value instanceof Markup) throw new JinjaUnsupported('a filter on text marked as safe');
    return made(str(value, budget));
  };

const wordStarts = new RegExp(`([-${spaceClass}({[<]+)`, 'u');

function title(text: string): string {
  const words = text.split(wordStarts).filter((word) => word !== '');
  return words
    .map((word) => {
      const [first = ''] = Array.from(word);
      return first.toUpperCase() + word.slice(first.length).toLowerCase();
    })
    .join('');
}

const trim: Filter = ({ budget }, value, args, keywords) => {
  const [characters = null] = bind('trim', ['chars'], args, keywords);
  const text = str(value, budget);
  const cut = strip(text, 'both', characters === null ? undefined : requiredText('trim', characters));
  return value instanceof Markup ? new Markup(cut) : cut;
};

const replaced: Filter = ({ budget }, value, args, keywords) => {
  const [old, made, count = null] = bind('replace', ['old', 'new', 'count'], args, keywords);
  const text = (given: Value | undefined): string => str(required('replace', given), budget);
  return replace(str(value, budget), text(old), text(made), count === null ? -1 : indexOf(count), budget);
};

const indent: Filter = ({ budget }, value, args, keywords) => {
  const [width = 4n, first = false, blank = false] = bind(
    'indent',
    ['width', 'first', 'blank'],
    args,
    keywords,
  );
  if (value instanceof Markup) throw new JinjaUnsupported("the filter 'indent' on text marked as safe");
  const text = textOf(value);
  if (text === undefined) throw new JinjaError(`indent takes text, not ${typeName(value)}`);
  const room = textOf(width) === undefined ? indexOf(width) : 0;
  budget.characters(room);
  const margin = textOf(width) ?? ' '.repeat(Math.max(0, room));
  const lines = splitLines(`${text}\n`);
  const moved = lines.map((line, at) => (at > 0 && (line !== '' || truth(blank)) ? margin + line : line));
  return (truth(first) ? margin : '') + budget.join(moved, '\n');
};

const centre: Filter = ({ budget }, value, args, keywords) => {
  const [width = 80n] = bind('center', ['width'], args, keywords);
  budget.characters(indexOf(width));
  const centred = pad(str(value, budget), indexOf(width), 'centre', ' ');
  return value instanceof Markup ? new Markup(centred) : centred;
};

const truncate: Filter = (_, value, args, keywords) => {
  const parameters = ['length', 'killwords', 'end', 'leeway'];
  const [size = 255n, killWords = false, end = '...', leeway = null] = bind(
    'truncate',
    parameters,
    args,
    keywords,
  );
  const mark = requiredText('truncate', end);
  const kept = indexOf(size) - lengthOf(mark);
  if (kept < 0) throw new JinjaError('truncate is given no room for its end');
  if (length(value) <= indexOf(size) + (leeway === null ? 5 : indexOf(leeway))) return value;
  const text = textOf(value);
  if (text === undefined || value instanceof Markup) {
    throw new JinjaError(`truncate takes text, not ${typeName(value)}`);
  }
  const cut = codePoints(text).slice(0, kept).join('');
  const space = truth(killWords) ? -1 : cut.lastIndexOf(' ');
  return (space < 0 ? cut : cut.slice(0, space)) + mark;
};

const tojson: Filter = ({ budget }, value, args, keywords) => {
  const parameters = ['ensure_ascii', 'indent', 'separators', 'sort_keys'];
  const [ascii = false, by = null, between = null, sort = false] = bind('tojson', parameters, args, keywords);
  const options: JsonOptions = {
    ascii: truth(ascii),
    indent: by === null ? undefined : (textOf(by) ?? ' '.repeat(room(by))),
    separators: separators(between) ?? [by === null ? ', ' : ',', ': '],
    sortKeys: truth(sort),
  };
  return jsonText(value, options, budget);
};

function room(by: Value): number {
  const width = indexOf(by);
  if (width > 1000) throw new JinjaError('its text grows too long');
  return Math.max(0, width);
}

function separators(given: Value): readonly [string, string] | undefined {
  if (given === null) return undefined;
  const [item, key, more] = given instanceof Tuple || given instanceof List ? given.items : [];
  const pair = [item, key].map((part) => (part === undefined ? undefined : textOf(part)));
  if (pair[0] === undefined || pair[1] === undefined || more !== undefined) {
    throw new JinjaError('the separators of tojson are two texts');
  }
  return [pair[0], pair[1]];
}

/** As many as Python reads of an int. */
const maxDigits = 4300;

/** What Python's int() and float() read of a text: underscores between digits, white space around. */
const wholePattern = /^[+-]?\d+(?:_\d+)*$/u;
const realPattern = /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/iu;

function real(value: Value): number | undefined {
  const number = numberOf(value);
  if (number !== undefined) return Number(number);
  if (value instanceof Undefined) throw value.error();
  const text = strip(textOf(value) ?? '', 'both');
  if (realPattern.test(text)) return Number(text.replaceAll('_', ''));
  if (/^[+-]?(?:inf(?:inity)?|nan)$/iu.test(text)) {
    if (/nan/iu.test(text)) return Number.NaN;
    return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  return undefined;
}

const int: Filter = (_, value, args, keywords) => {
  const [otherwise = 0n, base = 10n] = bind('int', ['default', 'base'], args, keywords);
  const text = textOf(value);
  if (text !== undefined && base !== 10n) throw new JinjaUnsupported("the filter 'int' with another base");
  const trimmed = strip(text ?? '', 'both');
  if (wholePattern.test(trimmed)) {
    if (trimmed.length > maxDigits) throw new JinjaError('a number in it grows too large');
    const size = BigInt(trimmed.replace(/[+_-]/gu, ''));
    return trimmed.startsWith('-') ? -size : size;
  }
  const number = numberOf(value);
  if (typeof number === 'bigint') return number;
  const found = real(value);
  if (found === undefined || Number.isNaN(found)) return otherwise;
  if (Number.isFinite(found)) return BigInt(Math.trunc(found));
  if (text !== undefined) return otherwise;
  throw new JinjaError('an infinite number has no whole part');
};

const float: Filter = (_, value, args, keywords) => {
  const [otherwise = 0] = bind('float', ['default'], args, keywords);
  const found = real(value);
  return found === undefined ? otherwise : found;
};

const round: Filter = (_, value, args, keywords) => {
  const [precision = 0n, method = 'common'] = bind('round', ['precision', 'method'], args, keywords);
  const number = numberOf(value);
  if (number === undefined) throw new JinjaError(`round takes a number, not ${typeName(value)}`);
  const digits = indexOf(precision);
  if (digits < 0) throw new JinjaUnsupported('rounding to tens');
  if (method === 'common') return typeof number === 'bigint' ? number : Number(fixed(number, digits));
  if (method !== 'ceil' && method !== 'floor') throw new JinjaError('method must be common, ceil or floor');
  const scale = 10 ** digits;
  return (method === 'ceil' ? Math.ceil(Number(number) * scale) : Math.floor(Number(number) * scale)) / scale;
};

const abs: Filter = (_, value) => {
  if (value instanceof Undefined) throw value.error();
  const number = numberOf(value);
  if (number === undefined) throw new JinjaError(`bad operand type for abs(): '${typeName(value)}'`);
  return number < 0 ? -number : number;
};

const format: Filter = ({ budget }, value, args, keywords) => {
  if (args.length > 0 && keywords.size > 0) throw new JinjaError('format takes places or names, not both');
  const values = keywords.size > 0 ? Dict.of([...keywords]) : new Tuple(args);
  return percentFormat(str(value, budget), values, budget);
};

const byteUnits = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'] as const;

const filesize: Filter = (_, value, args, keywords) => {
  const [isBinary = false] = bind('filesizeformat', ['binary'], args, keywords);
  const size = real(value);
  if (size === undefined) throw new JinjaError(`filesizeformat takes a number, not ${typeName(value)}`);
  const base = truth(isBinary) ? 1024 : 1000;
  if (size === 1) return '1 Byte';
  if (size < base) return `${Math.trunc(size)} Bytes`;
  const at = byteUnits.findIndex((_unit, power) => size < base ** (power + 2));
  const power = at < 0 ? byteUnits.length - 1 : at;
  const unit = byteUnits[power] ?? '';
  const name = truth(isBinary) ? `${unit.toUpperCase()}iB` : `${unit}B`;
  return `${fixed((base * size) / base ** (power + 2), 1)} ${name}`;
};

const urlencode: Filter = ({ budget }, value, args, keywords) => {
  bind('urlencode', [], args, keywords);
  const text = textOf(value);
  if (text === undefined) throw new JinjaUnsupported("the filter 'urlencode' on anything but text");
  const encoded = Array.from(text, (character) =>
    /[/\w.~-]/.test(character) ? character : bytes(character),
  );
  return budget.join(encoded);
};

function bytes(character: string): string {
  const all = [...new TextEncoder().encode(character)];
  return all.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

const escape = (runtime: Runtime, value: Value): Value =>
  value instanceof Markup ? value : new Markup(escapeHtml(str(value, runtime.budget)));

export const textFilters: Readonly<Record<string, Filter>> = {
  abs,
  capitalize: onText(capitalise),
  center: centre,
  e: escape,
  escape,
  filesizeformat: filesize,
  float,
  forceescape: ({ budget }, value) => new Markup(escapeHtml(str(value, budget))),
  format,
  indent,
  int,
  lower: onText((text) => text.toLowerCase()),
  replace: replaced,
  round,
  safe: ({ budget }, value) => new Markup(str(value, budget)),
  string: ({ budget }, value) => (value instanceof Markup ? value : str(value, budget)),
  title: onText(title),
  tojson,
  trim,
  truncate,
  upper: onText((text) => text.toUpperCase()),
  urlencode,
  wordcount: onText((text) => BigInt(text.match(/[\p{L}\p{N}_]+/gu)?.length ?? 0)),
};
